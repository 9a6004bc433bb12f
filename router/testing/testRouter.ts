import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createLogger, type Logger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { readProtection } from '../authorization/readProtection.ts'
import type { EngineName } from '../config/commandLine.ts'
import { routerConfig } from '../config/routerConfig.ts'
import { switchOffForeignTelemetry } from '../env.ts'
import { createAgoraEngine } from '../execution/agoraEngine.ts'
import { createApolloGatewayEngine } from '../execution/apolloGateway.ts'
import type { CreateEngine } from '../execution/engine.ts'
import { planCacheFigures, type PlanCacheFigures } from '../planning/planCache.ts'
import type { ReloadOutcome } from '../reload/reloads.ts'
import type { Served } from '../reload/served.ts'
import { startRouter, type RunningRouter } from '../startRouter.ts'
import { parseSupergraph } from '../supergraph/readSupergraph.ts'

/** A router on a free port, for tests. */
export interface TestRouter extends RunningRouter {
  readonly url: string
  /** Every line that it logged, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  /** Changes what there is to serve, and reloads. */
  serve(next: Partial<Pick<TestRouterOptions, 'sdl' | 'config'>>): Promise<ReloadOutcome>
}

/** What a test may say; the rest is as an operator gets it. */
export interface TestRouterOptions {
  readonly sdl: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly jwks?: string
  /** @default agora */
  readonly engine?: EngineName
}

/** Starts a router on free ports, whose log the test can read. */
export async function startTestRouter({ jwks, engine = 'agora', ...first }: TestRouterOptions): Promise<TestRouter> {
  switchOffForeignTelemetry()
  const lines: Record<string, unknown>[] = []
  const logger: Logger = createLogger({
    service: 'router',
    level: 'debug',
    destination: { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  })
  const metrics = createMetrics('router')
  const figures = planCacheFigures(metrics)
  let given = first
  const reread = (): Result<Served, string> => servedOf(given, engine, figures)
  const served = reread()
  if (!served.ok) throw new Error(served.error)
  const router = await startRouter({ ...served.value, jwks, reread, metrics, logger })
  const serve: TestRouter['serve'] = (next) => {
    given = { ...given, ...next }
    return router.reload('operator')
  }
  return { ...router, lines, serve, url: `http://127.0.0.1:${router.port}` }
}

function servedOf({ sdl, config = {} }: TestRouterOptions, engine: EngineName, figures: PlanCacheFigures): Result<Served, string> {
  const supergraph = parseSupergraph(sdl)
  if (!supergraph.ok) return supergraph
  const settings = routerConfig.safeParse({ ...config, listen: { port: 0, operatorPort: 0, ...(config['listen'] as object | undefined) } })
  if (!settings.success) return fail(settings.error.message)
  const protection = readProtection(supergraph.value.document)
  if (!protection.ok) return protection
  const own = (): CreateEngine => createAgoraEngine({ config: settings.data, protection: protection.value, figures })
  return ok({ supergraph: supergraph.value, config: settings.data, createEngine: engine === 'agora' ? own() : createApolloGatewayEngine })
}
