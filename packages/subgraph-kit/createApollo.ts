import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled'
import type { DocumentNode } from 'graphql'

import type { Logger } from '@agora/logger/logger.ts'
import { createBoundedMap } from '@agora/security/boundedMap.ts'

import { compiledPath } from './compiledPath.ts'
import type { SubgraphContext } from './context.ts'
import { depthLimit } from './depthLimit.ts'
import { letMutationsFinish } from './letMutationsFinish.ts'
import { maskError, maskErrors } from './maskErrors.ts'
import type { ProtectedSchema } from './protectSchema.ts'

/** Deeper than any plan of the router, and than the introspection query of any tool. */
export const MAX_DEPTH = 25
const MAX_TOKENS = 20_000
/** Documents come from query plans: a few hundred shapes; each may hold compiled code. */
const MAX_DOCUMENTS = 1000

/** How the server is made. */
export interface ApolloOptions {
  readonly schema: ProtectedSchema
  readonly logger: Logger
  /** @default true. False leaves every operation to Apollo, for comparison. */
  readonly compiled?: boolean
}

/** Apollo Server over the guarded schema. Its inline trace stays, as it costs nothing without the header that asks for it. */
export async function createApollo<Context extends SubgraphContext>({
  schema,
  logger,
  compiled = true,
}: ApolloOptions): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema: schema.guarded,
    // Only identities that were verified get this far.
    introspection: true,
    csrfPrevention: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    documentStore: documentStore(),
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [depthLimit(MAX_DEPTH)],
    formatError: maskError,
    logger: quiet(logger),
    plugins: [
      ...(compiled ? [compiledPath<Context>(schema)] : []),
      maskErrors<Context>(),
      letMutationsFinish<Context>(),
      // It hooks every field of every request.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await apollo.start()
  return apollo
}

function documentStore() {
  const documents = createBoundedMap<string, DocumentNode>(MAX_DOCUMENTS)
  return {
    get: (key: string) => Promise.resolve(documents.get(key)),
    set: (key: string, document: DocumentNode) => Promise.resolve(documents.set(key, document)),
    delete: (key: string) => Promise.resolve(documents.delete(key)),
  }
}

/** Apollo's own remarks matter to who builds the server, not to who runs it. */
function quiet(logger: Logger) {
  const child = logger.child({ component: 'apollo' })
  return {
    debug: (message?: unknown) => child.trace(message),
    info: (message?: unknown) => child.debug(message),
    warn: (message?: unknown) => child.warn(message),
    error: (message?: unknown) => child.error(message),
  }
}
