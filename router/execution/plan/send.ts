import type { Found } from './collect.ts'
import type { Gathering, SubgraphError } from './gathering.ts'
import type { Fetch } from './readFetch.ts'
import type { Data } from './represent.ts'

/** A request on its way. */
export interface Sending {
  readonly fetch: Fetch
  readonly body: string
  /** The entities that it asks about. */
  readonly found: readonly Found[]
  /** Puts what came into the data; names the lists for which nothing came. */
  readonly take: (data: Data) => ReadonlySet<string>
}

/** Whether there is anything left to ask for. */
export function isOver({ isOver: isDone, context }: Gathering): boolean {
  return isDone || context.signal.aborted
}

/** Asks a subgraph and takes its answer; what goes wrong is kept. */
export async function send({ fetch, body, found, take }: Sending, gathering: Gathering): Promise<void> {
  const { subgraph, operation, operationName, query } = fetch.step
  let errors: readonly SubgraphError[]
  let empty: ReadonlySet<string>
  try {
    const answer = await gathering.call({ subgraph, operation, operationName, query, body }, gathering.context)
    errors = answer.errors ?? []
    empty = isData(answer.data) ? take(answer.data) : everything(fetch)
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    const extensions = 'extensions' in cause ? (cause.extensions as Record<string, unknown>) : {}
    errors = [{ message: cause.message, extensions, cause }]
    empty = everything(fetch)
  }
  if (errors.length + empty.size === 0) return
  const said = errors.length > 0 ? errors : [{ message: `The subgraph ${subgraph} answered without what it was asked for` }]
  gathering.failures.push({ fetch, found, errors: said, empty })
}

function everything({ parts }: Fetch): Set<string> {
  return new Set(parts.map(({ list }) => list?.key ?? ''))
}

function isData(data: Data | null | undefined): data is Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
