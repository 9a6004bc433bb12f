import { EnvironmentError } from '@agora/environment/environment.ts'
import { stopOnSignals } from '@agora/http-server/stopOnSignals.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import type { Protection } from './authorization/readProtection.ts'
import { parseCommandLine, type CommandLine } from './config/commandLine.ts'
import { isAddress } from './config/issuers.ts'
import type { RouterConfig } from './config/routerConfig.ts'
import { readRouterEnvironment, switchOffForeignTelemetry, type RouterEnvironment } from './env.ts'
import { createAgoraEngine } from './execution/agoraEngine.ts'
import type { CreateEngine } from './execution/engine.ts'
import { growModestly } from './growModestly.ts'
import { keysFromFile } from './identity/keySources.ts'
import { planCacheFigures } from './planning/planCache.ts'
import { readServed } from './reload/served.ts'
import { watchFiles } from './reload/watchFiles.ts'
import { sentenceOf } from './sentenceOf.ts'
import { startRouter } from './startRouter.ts'

growModestly()
switchOffForeignTelemetry()
const environment = readOrExit()
const logger = createLogger({ service: 'router', level: environment.logLevel })

const commandLine = orExit(parseCommandLine(process.argv.slice(2)))
const metrics = createMetrics('router')
const figures = planCacheFigures(metrics)
// Before the files are read, so that no change falls between.
const watching = watchFiles({ paths: filesOf(commandLine), onChange: () => void started.then((running) => running.reload('files')) })
const reread = (): ReturnType<typeof readServed> => {
  const served = readServed({ commandLine, lookup: environment.variable, engineFor })
  if (served.ok) watching.follow(served.value.config.trustedDocuments.manifests)
  return served
}
const first = orExit(reread())
if (!first.config.reload.watch) watching.stop()
const { jwks } = commandLine
if (jwks !== undefined && !isAddress(jwks)) orExit(asSentence(await keysFromFile(jwks)()))

const started = startRouter({ ...first, jwks, reread, metrics, logger })
const router = await started.catch((error: unknown) => exit(sentenceOf(error)))
stopOnSignals(() => (watching.stop(), router.stop()), logger)
process.on('SIGHUP', () => void router.reload('signal'))
logger.info({ port: router.port, operatorPort: router.operatorPort }, 'Router was started')
process.send?.({ ready: true, port: router.port, operatorPort: router.operatorPort })

function engineFor(config: RouterConfig, protection: Protection): CreateEngine {
  return commandLine.engine === 'agora' ? createAgoraEngine({ config, protection, figures }) : createApolloGatewayEngine
}

/** It takes 55 MB: who does not want it does not load it. */
async function createApolloGatewayEngine(options: Parameters<CreateEngine>[0]): ReturnType<CreateEngine> {
  const engine = await import('./execution/apolloGateway.ts')
  return engine.createApolloGatewayEngine(options)
}

function filesOf({ supergraph, config }: CommandLine): string[] {
  return [supergraph, ...(config === undefined ? [] : [config])]
}

function readOrExit(): RouterEnvironment {
  try {
    return readRouterEnvironment()
  } catch (error) {
    return exit(error instanceof EnvironmentError ? error.message : String(error))
  }
}

function orExit<Value>(result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: string }): Value {
  return result.ok ? result.value : exit(result.error)
}

function asSentence<Value>(result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: string }): typeof result {
  return result.ok ? result : { ok: false, error: `The router cannot start: ${result.error}.` }
}

function exit(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
