import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { graphql } from 'graphql'

import { marketSubgraphs } from './subgraphs.ts'

// All subgraphs in one process: POST /<subgraph> is answered, GET / says how many calls there were. What was answered once is answered from memory,
// so that the subgraphs cost next to nothing and the load measures the router.
const delayMs = Number(process.argv[2] ?? 0)
const schemas = marketSubgraphs()
const REMEMBERED = 2000
const answers = new Map<string, Buffer>()
let calls = 0

async function answerTo(subgraph: string, body: string): Promise<Buffer> {
  const key = `${subgraph}${body}`
  const known = answers.get(key)
  if (known !== undefined) return known
  const schema = schemas.get(subgraph)
  if (schema === undefined) throw new Error(`There is no subgraph ${subgraph}`)
  const { query, variables, operationName } = JSON.parse(body) as { query: string; variables?: Record<string, unknown>; operationName?: string }
  const answer = await graphql({ schema, source: query, variableValues: variables ?? null, operationName: operationName ?? null })
  const written = Buffer.from(JSON.stringify(answer))
  if (answers.size < REMEMBERED) answers.set(key, written)
  return written
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (request.method === 'GET') return void response.end(`${calls}`)
  const chunks: Buffer[] = []
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', async () => {
      calls++
      const answer = await answerTo((request.url ?? '').slice(1), Buffer.concat(chunks).toString())
      if (delayMs > 0) await wait(delayMs)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer)
    })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
