import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'

/** Faults of what was asked, found before anything of it was executed. */
const FAULTS: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'])

/** What an answer may say that has a status. */
export interface Judged {
  readonly errors: readonly GraphQLFormattedError[]
  /** The client's `accept` header. */
  readonly accept: string | undefined
}

/**
 * The status for a client: who asks for `application/json` by name and for nothing newer is told 200 if the operation is at fault, for to such a client any other status
 * is a fault of something on the way, whose body it does not read. Source: GraphQL over HTTP, "application/json". Refusals of this router (limits, rights, CSRF) keep their status.
 */
export function statusFor(status: number, { errors, accept }: Judged): number {
  return status === 400 && namesJsonAlone(accept) && errors.every(({ extensions }) => FAULTS.has(extensions?.['code'])) ? 200 : status
}

/** Gives the answers of Apollo Server the status that is meant for their clients. */
export function answerJsonWith200(): ApolloServerPlugin {
  return {
    requestDidStart: async ({ request }) => ({
      willSendResponse: async ({ response }) => {
        const { status } = response.http
        if (status === undefined || response.body.kind !== 'single') return
        const { errors = [] } = response.body.singleResult
        response.http.status = statusFor(status, { errors, accept: request.http?.headers.get('accept') })
      },
    }),
  }
}

/** Whether an `accept` header names `application/json` and not `application/graphql-response+json`. */
function namesJsonAlone(accept: string | undefined): boolean {
  return accept !== undefined && /\bapplication\/json\b/i.test(accept) && !/\bapplication\/graphql-response\+json\b/i.test(accept)
}
