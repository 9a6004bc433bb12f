import { createHash } from 'node:crypto'

import { z } from 'zod'

import type { Caller } from '@agora/rpc/caller.ts'

import type { AskSubgraph } from '../execution/askSubgraph.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'

/** What one subgraph is like at the moment. */
export interface ServiceState {
  readonly name: string
  /** Whether it can do its work, its database included. */
  readonly healthy: boolean
  /** Of the build; `unknown` where the subgraph does not say. */
  readonly version: string
  /** SHA-256 of the SDL that it serves, in hex; null where it does not show it. */
  readonly schemaHash: string | null
}

/** What subgraphs are looked at with. */
export interface ProbesOptions {
  readonly ask: AskSubgraph
  readonly callers: ReadonlyMap<string, Caller>
  /** A context in nobody's name, for questions of the router itself. */
  readonly context: () => RequestContext
}

/** Looks at subgraphs by name. */
export interface SubgraphProbes {
  isReady(name: string): Promise<boolean>
  state(name: string): Promise<ServiceState>
}

const TIMEOUT_MS = 2500
const page = z.object({ ready: z.boolean().default(true), buildVersion: z.string().nullable().default(null) })

/** Asks the internal `/ready` page where there is one; any other subgraph is ready when it answers GraphQL. */
export function createSubgraphProbes({ ask, callers, context }: ProbesOptions): SubgraphProbes {
  const look = async (name: string): Promise<{ readonly ready: boolean; readonly version: string | null }> => {
    const caller = callers.get(name)
    if (caller === undefined) {
      const answer = await ask(name, { query: '{ __typename }' }, context())
      return { ready: answer.data !== undefined && answer.data !== null, version: null }
    }
    const answer = await caller.get('/ready', { timeoutMs: TIMEOUT_MS })
    if (!answer.ok) return { ready: false, version: null }
    const said = page.safeParse(readJson(answer.value.body))
    return { ready: answer.value.status === 200 && said.success && said.data.ready, version: said.success ? said.data.buildVersion : null }
  }
  const schemaHash = async (name: string): Promise<string | null> => {
    const answer = await ask(name, { query: '{ _service { sdl } }' }, context())
    const service = z.object({ _service: z.object({ sdl: z.string() }) }).safeParse(answer.data)
    return service.success ? createHash('sha256').update(service.data._service.sdl).digest('hex') : null
  }
  return {
    isReady: async (name) => (await look(name).catch(() => null))?.ready ?? false,
    async state(name) {
      const [looked, hash] = await Promise.all([look(name).catch(() => ({ ready: false, version: null })), schemaHash(name).catch(() => null)])
      return { name, healthy: looked.ready, version: looked.version ?? 'unknown', schemaHash: hash }
    },
  }
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
