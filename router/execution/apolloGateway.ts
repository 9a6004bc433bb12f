import { ApolloGateway, type GraphQLDataSource, type GraphQLDataSourceProcessOptions } from '@apollo/gateway'
import { GraphQLError, Kind, separateOperations, type DocumentNode, type ExecutionResult } from 'graphql'

import { supergraphForPlanning } from '../supergraph/forPlanning.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { AskSubgraph } from './askSubgraph.ts'
import type { CreateEngine, Operation } from './engine.ts'

type Execute = NonNullable<ApolloGateway['executor']>
type GatewayRequest = Parameters<Execute>[0]

/** The engine of `@apollo/gateway`: its planner and its executor, with our own way to the subgraphs. */
export const createApolloGatewayEngine: CreateEngine = async ({ supergraph, ask, logger }) => {
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphForPlanning(supergraph.document),
    buildService: ({ name }) => ({ process: (options) => answerFetch(name, options, ask) }),
    // By default a header could ask for the query plan outside production.
    __exposeQueryPlanExperimental: false,
    logger: logger.child({ component: 'gateway' }, { level: 'warn' }),
  })
  const { schema, executor } = await gateway.load()
  return {
    name: 'apollo-gateway',
    apiSchema: schema,
    async execute(operation, context): Promise<ExecutionResult> {
      const { data, errors } = await executor(requestOf(operation, context, schema))
      return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: errors.map(asError) }) }
    },
    stop: () => gateway.stop(),
  }
}

/** The planner reads every fragment of a document against the chosen operation's variables, those of the other operations too: it gets only its own. */
function withoutOthers(document: DocumentNode, name: string | undefined): DocumentNode {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  return operations.length === 1 ? document : (separateOperations(document)[name ?? ''] ?? document)
}

function requestOf(
  { source, hash, name, variables, document, definition }: Operation,
  context: RequestContext,
  schema: GatewayRequest['schema'],
): GatewayRequest {
  return {
    request: { query: source, variables, ...(name === undefined ? {} : { operationName: name }) },
    document: withoutOthers(document, name),
    operation: definition,
    operationName: name ?? null,
    source,
    queryHash: hash,
    schema,
    schemaHash: '' as GatewayRequest['schemaHash'],
    context,
    logger: context.logger,
    cache: NO_CACHE,
    metrics: {},
    overallCachePolicy: undefined,
  }
}

const NO_CACHE: GatewayRequest['cache'] = { get: async () => undefined, set: async () => undefined, delete: async () => false }

async function answerFetch(
  name: string,
  { request, context, ...options }: GraphQLDataSourceProcessOptions,
  ask: AskSubgraph,
): ReturnType<GraphQLDataSource['process']> {
  const { query = '', variables, operationName } = request
  try {
    return await ask(name, { query, variables, operationName }, context as RequestContext)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined
    throw new GraphQLError(error.message, { extensions: error.extensions, path: knownPath(path) })
  }
}

/** The gateway writes `@` for the members of a list; up to there the path says where the answer is missing. */
function knownPath(path: readonly (string | number)[] | undefined): (string | number)[] | undefined {
  if (path === undefined || path.length === 0) return undefined
  const end = path.indexOf('@')
  return end === -1 ? [...path] : path.slice(0, end)
}

function asError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const { message = '', path, extensions } = error as { message?: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }
  return new GraphQLError(message, { path, extensions })
}
