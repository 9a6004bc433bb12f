import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { composeServices as composeByApollo } from '@apollo/composition'
import { composeServices as composeByGuild } from '@theguild/federation-composition'
import type { DocumentNode } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import type { SubgraphContext } from '@agora/subgraph-kit/context.ts'
import { readSchema } from '@agora/subgraph-kit/readSchema.ts'
import { startSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'

import { inventories, users, type Neighbour } from './neighbours.ts'
import * as products from './products.ts'

/** A subgraph that runs, as a composer wants it. */
export interface Service {
  readonly name: string
  readonly url: string
  readonly typeDefs: DocumentNode
}

/** Two composers that must agree. */
export const composers = {
  '@apollo/composition': (services: readonly Service[]): string => accepted(composeByApollo([...services])),
  '@theguild/federation-composition': (services: readonly Service[]): string => accepted(composeByGuild([...services])),
} as const

function accepted(result: { supergraphSdl?: string | undefined; errors?: readonly { message: string }[] | undefined }): string {
  if (result.supergraphSdl !== undefined) return result.supergraphSdl
  throw new Error(`The subgraphs do not compose: ${result.errors?.map(({ message }) => message).join('; ')}`)
}

/** Three subgraphs of the kit in this process. */
export async function startServices(): Promise<{ services: Service[]; keys: TestKeys; stop: () => Promise<void> }> {
  const parts: Readonly<Record<string, Neighbour>> = { products, users, inventory: inventories }
  const keys = await testKeys(Object.keys(parts).map((name) => `router-${name}`))
  const environment = { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir }
  const started = await Promise.all(
    Object.entries(parts).map(async ([name, { resolvers, entities, permissions }]) => {
      const typeDefs = readSchema(new URL(`schema/${name}.graphql`, import.meta.url))
      const logger = createLogger({ service: name, level: 'silent' })
      const createContext = ({ viewer, requestId, logger: ofRequest }: SubgraphContext): SubgraphContext => ({ viewer, requestId, logger: ofRequest })
      const common = {
        environment,
        logger,
        metrics: createMetrics(name),
        createContext,
        readiness: () => Promise.resolve(),
        onStop: () => Promise.resolve(),
      }
      const running = await startSubgraph<SubgraphContext>({ name, typeDefs, resolvers, entities, permissions, ...common })
      return { service: { name, url: `http://127.0.0.1:${running.graphqlPort}/graphql`, typeDefs }, running }
    }),
  )
  const stop = async (): Promise<void> => {
    for (const { running } of started) await running.stop()
    await keys.drop()
  }
  return { services: started.map(({ service }) => service), keys, stop }
}

/** Our router as a program of its own over a supergraph. */
export async function startRouter(supergraphSdl: string, keysDir: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const supergraph = join(keysDir, 'supergraph.graphql')
  const config = join(keysDir, 'router.yaml')
  writeFileSync(supergraph, supergraphSdl)
  writeFileSync(config, `identity:\n  edgeKeysFolder: ${keysDir}\n`)
  const program = fileURLToPath(new URL('../../router/main.ts', import.meta.url))
  const child = fork(program, ['--supergraph', supergraph, '--port', '0', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  })
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the router ended with ${String(code)}`))),
  ])) as [{ port: number }]
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { url: `http://127.0.0.1:${message.port}/graphql`, stop }
}
