import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLSchema } from 'graphql'
import { z } from 'zod'

import type { Logger } from '@agora/logger/logger.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import type { RouterConfig } from '../../config/routerConfig.ts'
import type { RequestContext } from '../../telemetry/requestContext.ts'
import type { Doors } from '../serveDoors.ts'
import { readExampleOperations } from './exampleOperations.ts'
import { createGraphiqlDoors, type DemoAccount } from './graphiqlDoors.ts'
import { sandboxPage } from './sandboxPage.ts'
import { signInDocument } from './signInDocument.ts'

/** Where people look around in the graph. */
export interface Explore {
  readonly landingPage: ApolloServerPlugin<RequestContext> | null
  readonly graphiql: Doors
}

/** What it is opened with. */
export interface ExploreOptions {
  readonly config: RouterConfig['explore']
  readonly apiSchema: GraphQLSchema
  /** Who keeps the demo accounts; null outside development. */
  readonly development: Caller | null
  readonly logger: Logger
}

const accountsPage = z.object({
  accounts: z.array(z.object({ email: z.string(), password: z.string(), roles: z.array(z.string()).default([]) })).max(100),
})

/** Apollo Sandbox and GraphiQL with the example operations that fit the schema; nothing where the config switches them off. */
export function openExplore({ config, apiSchema, development, logger }: ExploreOptions): Explore {
  if (!config.enabled) return { landingPage: null, graphiql: {} }
  const examples = readExampleOperations(config.operations, apiSchema)
  const demoAccounts = async (): Promise<DemoAccount[]> => (development === null ? [] : readDemoAccounts(development, logger))
  return { landingPage: sandboxPage(examples), graphiql: createGraphiqlDoors({ examples, signIn: signInDocument(apiSchema), demoAccounts }) }
}

async function readDemoAccounts(development: Caller, logger: Logger): Promise<DemoAccount[]> {
  const answer = await development.get('/dev/accounts.json', { timeoutMs: 2000 })
  const accounts = answer.ok && answer.value.status === 200 ? accountsPage.safeParse(JSON.parse(answer.value.body.toString())) : undefined
  if (accounts?.success === true) return accounts.data.accounts.map(({ email, password, roles }) => ({ email, password, note: roles.join(', ') }))
  logger.debug('Demo accounts were not had')
  return []
}
