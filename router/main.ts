import { EnvironmentError } from '@agora/environment/environment.ts'
import { stopOnSignals } from '@agora/http-server/stopOnSignals.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { admitSupergraph } from './authorization/admitSupergraph.ts'
import { parseCommandLine } from './config/commandLine.ts'
import { defaultConfig, readConfigFile } from './config/readConfigFile.ts'
import { readRouterEnvironment, switchOffForeignTelemetry, type RouterEnvironment } from './env.ts'
import { createAgoraEngine } from './execution/agoraEngine.ts'
import { createApolloGatewayEngine } from './execution/apolloGateway.ts'
import type { CreateEngine } from './execution/engine.ts'
import { keysFromFile } from './identity/keySources.ts'
import { planCacheFigures } from './planning/planCache.ts'
import { startRouter, type RunningRouter } from './startRouter.ts'
import { readSupergraph } from './supergraph/readSupergraph.ts'

switchOffForeignTelemetry()
const environment = readOrExit()
const logger = createLogger({ service: 'router', level: environment.logLevel })

const commandLine = orExit(parseCommandLine(process.argv.slice(2)))
const read = commandLine.config === undefined ? defaultConfig : orExit(readConfigFile(commandLine.config, environment.variable))
const supergraph = orExit(readSupergraph(commandLine.supergraph))
const knowsViewers = commandLine.jwks !== undefined || read.config.identity.authority !== undefined
const enforcedBySubgraphs = read.subgraphsEnforceAuthorization
const protection = orExit(admitSupergraph({ supergraph, enforcedBySubgraphs, enforcedHere: commandLine.engine === 'agora', knowsViewers }))

const { jwks } = commandLine
if (jwks !== undefined && !/^https?:\/\//.test(jwks)) orExit(asSentence(await keysFromFile(jwks)()))
const config = { ...read.config, listen: { ...read.config.listen, port: commandLine.port ?? read.config.listen.port } }

const router = await startOrExit()
stopOnSignals(() => router.stop(), logger)
logger.info({ port: router.port, operatorPort: router.operatorPort }, 'Router was started')
process.send?.({ ready: true, port: router.port, operatorPort: router.operatorPort })

function startOrExit(): Promise<RunningRouter> {
  const metrics = createMetrics('router')
  const own = (): CreateEngine => createAgoraEngine({ config, protection, figures: planCacheFigures(metrics) })
  const createEngine = commandLine.engine === 'agora' ? own() : createApolloGatewayEngine
  return startRouter({ supergraph, config, jwks, createEngine, metrics, logger }).catch((error: unknown) => {
    const [line = 'unknown reason'] = (error instanceof Error ? error.message : String(error)).split('\n')
    return exit(line)
  })
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
