import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLSchema } from 'graphql'

import type { RouterConfig } from '../../config/routerConfig.ts'
import type { RequestContext } from '../../telemetry/requestContext.ts'
import type { Doors } from '../serveDoors.ts'
import { readExampleOperations } from './exampleOperations.ts'
import { createGraphiqlDoors } from './graphiqlDoors.ts'
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
}

/** Apollo Sandbox and GraphiQL with the example operations that fit the schema; nothing where the config switches them off. */
export function openExplore({ config, apiSchema }: ExploreOptions): Explore {
  if (!config.enabled) return { landingPage: null, graphiql: {} }
  const examples = readExampleOperations(config.operations, apiSchema)
  return { landingPage: sandboxPage(examples), graphiql: createGraphiqlDoors({ examples, signIn: signInDocument(apiSchema) }) }
}
