import type { ServerResponse } from 'node:http'

import type { Handler } from '@agora/http-server/listen.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { openDoors, type DoorsOptions, type OpenDoors } from '../openDoors.ts'
import { openGraph, type GraphOptions, type OpenGraph } from '../openGraph.ts'
import type { Hold } from './lasting.ts'
import type { GenerationMetrics } from './lastingMetrics.ts'

/** All that is made of one supergraph and one config, and the exchanges that it answers. */
export interface Generation {
  readonly number: number
  readonly config: RouterConfig
  readonly graph: OpenGraph
  /** The handlers of both ports. */
  readonly open: Handler
  readonly operator: Handler
  /** From now on this is the one that metrics speak of. */
  activate(): void
  /** Closes it when its last exchange has ended, or after so many milliseconds, whatever is left. */
  retire(graceMs: number): Promise<void>
  /** Closes it now. Asking again changes nothing. */
  close(): Promise<void>
}

/** What it is opened with. */
export type GenerationOptions = Omit<GraphOptions, 'lasting' | 'metrics'> &
  Pick<DoorsOptions, 'isLeaving' | 'reload'> & {
    readonly number: number
    readonly metrics: GenerationMetrics
    readonly hold: Hold
  }

/** Opens the graph, then its doors. Rejects with a sentence in the message when something cannot be opened, and has closed the rest then. */
export async function openGeneration({ number, metrics: { metrics, activate }, hold, ...options }: GenerationOptions): Promise<Generation> {
  const { config } = options
  const given = { ...options, metrics, lasting: hold }
  const { graph, doors } = await openAll(given).catch(async (error: unknown) => {
    await hold.release()
    throw error
  })
  const exchanges = countExchanges()
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => (closing ??= closeAll({ graph, doors, hold }))
  return {
    number,
    config,
    graph,
    open: exchanges.counted(doors.open),
    operator: exchanges.counted(doors.operator),
    activate,
    async retire(graceMs) {
      await exchanges.ended(graceMs)
      await close()
    },
    close,
  }
}

async function openAll(options: GraphOptions & Pick<DoorsOptions, 'isLeaving' | 'reload'>): Promise<{ graph: OpenGraph; doors: OpenDoors }> {
  const graph = await openGraph(options)
  try {
    return { graph, doors: await openDoors({ ...options, graph }) }
  } catch (error) {
    await Promise.all([graph.engine.stop(), graph.close()])
    throw error
  }
}

async function closeAll({ graph, doors, hold }: { readonly graph: OpenGraph; readonly doors: OpenDoors; readonly hold: Hold }): Promise<void> {
  await doors.server.stop()
  await graph.close()
  await hold.release()
}

interface Exchanges {
  counted(handler: Handler): Handler
  /** Resolves when none is left; those that are left after so many milliseconds are cut. */
  ended(graceMs: number): Promise<void>
}

function countExchanges(): Exchanges {
  const answering = new Set<ServerResponse>()
  let whenNone: (() => void) | undefined
  return {
    counted: (handler) => (request, response) => {
      answering.add(response)
      response.once('close', () => {
        answering.delete(response)
        if (answering.size === 0) whenNone?.()
      })
      return handler(request, response)
    },
    async ended(graceMs) {
      if (answering.size === 0) return
      const none = new Promise<void>((resolve) => (whenNone = resolve))
      const cut = setTimeout(() => {
        for (const response of answering) response.destroy()
      }, graceMs)
      await none
      clearTimeout(cut)
    },
  }
}
