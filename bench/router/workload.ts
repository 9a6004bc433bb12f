import { request } from 'undici'

/** The body of a request as it is sent. */
export interface Question {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

/** A supergraph whose subgraphs are being served. */
export interface Workload {
  readonly name: 'A' | 'B'
  /** The supergraph's text, with the addresses of these subgraphs. */
  readonly supergraph: string
  readonly questions: Readonly<Record<'heavy' | 'light', Question>>
  /** How many calls have reached the subgraphs so far. */
  calls(): Promise<number>
  stop(): Promise<void>
}

/** Asks a subgraphs' process for its count. */
export async function callsOf(origin: string): Promise<number> {
  const answer = await request(origin)
  return Number(await answer.body.text())
}
