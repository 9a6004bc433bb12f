import type { ApolloServerPlugin } from '@apollo/server'

/** Faults of what was asked, found before anything of it was executed. */
const FAULTS: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'])

/**
 * Answers with 200 whoever asks for `application/json` by name and for nothing newer, if the operation is at fault: to such a client any other status is a fault
 * of something on the way, whose body it does not read. Source: GraphQL over HTTP, "application/json". Refusals of this router (limits, rights, CSRF) keep their status.
 */
export function answerJsonWith200(): ApolloServerPlugin {
  return {
    requestDidStart: async ({ request }) => ({
      willSendResponse: async ({ response }) => {
        if (response.http.status !== 400 || response.body.kind !== 'single' || !namesJsonAlone(request.http?.headers.get('accept'))) return
        const { errors = [] } = response.body.singleResult
        if (errors.every(({ extensions }) => FAULTS.has(extensions?.['code']))) response.http.status = 200
      },
    }),
  }
}

/** Whether an `accept` header names `application/json` and not `application/graphql-response+json`. */
function namesJsonAlone(accept: string | undefined): boolean {
  return accept !== undefined && /\bapplication\/json\b/i.test(accept) && !/\bapplication\/graphql-response\+json\b/i.test(accept)
}
