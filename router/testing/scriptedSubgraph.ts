import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { print } from 'graphql'

import { composeSupergraph } from './composeSupergraph.ts'

/** Answers one request to a scripted subgraph. */
export type Answering = (response: ServerResponse) => unknown

/** A subgraph that answers what a test says: queries `a`, mutations `change` and `pay`. */
export interface ScriptedSubgraph {
  /** Of a supergraph that has this subgraph alone, by the name `s`. */
  readonly sdl: string
  readonly url: string
  /** The requests that came. */
  readonly seen: { readonly query: string; readonly headers: IncomingHttpHeaders }[]
  /** Answers the next requests, one each; then all are answered as usual. */
  script(...answers: readonly Answering[]): void
  stop(): Promise<void>
}

const ANSWER = '{"data":{"a":1,"change":1,"pay":1,"__typename":"Query"}}'

/** Answers as usual. */
export const answers: Answering = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER)

/** Answers with a status, without GraphQL. */
export const says =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) =>
    response.writeHead(status, headers).end('<html>')

/** Ends the connection in the middle of the request. */
export const breaks: Answering = (response) => response.destroy()

/** Starts it. */
export async function startScriptedSubgraph(): Promise<ScriptedSubgraph> {
  const seen: { query: string; headers: IncomingHttpHeaders }[] = []
  let script: readonly Answering[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { query } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string }
        seen.push({ query, headers: request.headers })
        const [next = answers, ...rest] = script
        script = rest
        next(response)
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    sdl: print(composeSupergraph({ s: 'type Query { a: Int } type Mutation { change: Int pay: Int }' }).document),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    seen,
    script: (...next) => void (script = next),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
