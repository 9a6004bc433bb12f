import { setTimeout as wait } from 'node:timers/promises'

import { drain } from '@agora/http-server/drain.ts'
import { listen, type Handler, type RunningServer } from '@agora/http-server/listen.ts'

import { answerUnreadable } from './doors/answerUnreadable.ts'
import { openDoors } from './openDoors.ts'
import { openGraph, type GraphOptions } from './openGraph.ts'

/** A router that answers. */
export interface RunningRouter {
  readonly port: number
  /** Null where no operator's port is configured. */
  readonly operatorPort: number | null
  /** Says that it is leaving, answers what is in flight, then closes everything. Asking again changes nothing. */
  stop(): Promise<void>
}

const OPERATOR_GRACE_MS = 1000

/** Opens the graph, and last its doors. Rejects with a sentence in the message when something cannot be opened. */
export async function startRouter(options: GraphOptions): Promise<RunningRouter> {
  const { config, metrics, logger } = options
  const { host, port, operatorHost, operatorPort } = config.listen
  let isLeaving = false
  const graph = await openGraph(options)
  const doors = await openDoors({ graph, config, isLeaving: () => isLeaving, metrics, logger })
  const operator = operatorPort === undefined ? null : await listenOrExplain(doors.operator, { host: operatorHost, port: operatorPort, logger })
  const open = await listenOrExplain(doors.open, { host, port, logger })
  const leave = async (): Promise<void> => {
    isLeaving = true
    await wait(config.traffic.announceMs)
    await drain(open.server, { graceMs: config.traffic.drainMs })
    await doors.server.stop()
    await graph.close()
    if (operator !== null) await drain(operator.server, { graceMs: OPERATOR_GRACE_MS })
  }
  let leaving: Promise<void> | null = null
  return { port: open.port, operatorPort: operator?.port ?? null, stop: () => (leaving ??= leave()) }
}

async function listenOrExplain(handler: Handler, where: Parameters<typeof listen>[1]): Promise<RunningServer> {
  try {
    const running = await listen(handler, where)
    answerUnreadable(running.server)
    return running
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') throw new Error(`Port ${where.port} on ${where.host} is taken: stop what listens there, or choose another port.`)
    if (code === 'EACCES') throw new Error(`Port ${where.port} on ${where.host} may not be used by this user: choose one above 1023.`)
    throw error
  }
}
