import { createLogger, type Logger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { readProtection } from '../authorization/readProtection.ts'
import type { EngineName } from '../config/commandLine.ts'
import { routerConfig } from '../config/routerConfig.ts'
import { switchOffForeignTelemetry } from '../env.ts'
import { createAgoraEngine } from '../execution/agoraEngine.ts'
import { createApolloGatewayEngine } from '../execution/apolloGateway.ts'
import type { CreateEngine } from '../execution/engine.ts'
import { planCacheFigures } from '../planning/planCache.ts'
import { startRouter, type RunningRouter } from '../startRouter.ts'
import { parseSupergraph } from '../supergraph/readSupergraph.ts'

/** A router on a free port, for tests. */
export interface TestRouter extends RunningRouter {
  readonly url: string
  /** Every line that it logged, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
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
export async function startTestRouter({ sdl, config = {}, jwks, engine = 'agora' }: TestRouterOptions): Promise<TestRouter> {
  switchOffForeignTelemetry()
  const supergraph = parseSupergraph(sdl)
  if (!supergraph.ok) throw new Error(supergraph.error)
  const lines: Record<string, unknown>[] = []
  const logger: Logger = createLogger({
    service: 'router',
    level: 'debug',
    destination: { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  })
  const settings = routerConfig.parse({ ...config, listen: { port: 0, operatorPort: 0 } })
  const metrics = createMetrics('router')
  const protection = readProtection(supergraph.value.document)
  if (!protection.ok) throw new Error(protection.error)
  const own = (): CreateEngine => createAgoraEngine({ config: settings, protection: protection.value, figures: planCacheFigures(metrics) })
  const createEngine = engine === 'agora' ? own() : createApolloGatewayEngine
  const router = await startRouter({ supergraph: supergraph.value, config: settings, jwks, createEngine, metrics, logger })
  return { ...router, lines, url: `http://127.0.0.1:${router.port}` }
}
