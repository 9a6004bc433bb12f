import { codedError } from '@agora/errors/graphqlError.ts'
import type { Result } from '@agora/errors/result.ts'

import { parseJson } from '../operation/parseJson.ts'
import { retryAfterMs } from '../subgraphTraffic/retryAfter.ts'
import type { SubgraphAnswer } from './askSubgraph.ts'
import type { Reply } from './http/createPost.ts'

/** Reads JSON from outside. */
export type ReadJson = (text: string) => Result<unknown, 'malformed'>

/**
 * Reads what a subgraph sent. Any status may carry a GraphQL answer but two: 401 and 403 say that the subgraph does
 * not know us, which is our trouble and must not look like the viewer's; 5xx without GraphQL in it is an outage.
 * Throws a catalogued GraphQLError.
 */
export function readSubgraphAnswer({ status, text, headers }: Reply, read: ReadJson): SubgraphAnswer {
  if (status === 401 || status === 403) throw broken(`the subgraph refused the router with ${status}`)
  const json = read(text)
  if (json.ok && isAnswer(json.value)) return withoutNull(json.value)
  if (status >= 500 || status === 429) {
    const waitMs = retryAfterMs(headers['retry-after'], Date.now())
    const hint = waitMs === undefined ? {} : { retryAfterSeconds: Math.ceil(waitMs / 1000) }
    throw codedError('SERVICE_UNAVAILABLE', 'A part of this answer comes from a service that is not available at present.', hint)
  }
  throw broken(`the subgraph answered ${status} without a GraphQL answer`)
}

/** Masked before a client sees it; the text is for the log. */
export function broken(reason: string): Error {
  return codedError('INTERNAL_SERVER_ERROR', `Subgraph call is broken: ${reason}`)
}

/** Whether a text is a GraphQL answer. */
export function holdsGraphqlAnswer(text: string): boolean {
  const json = parseJson(text)
  return json.ok && isAnswer(json.value)
}

/** Some servers write `errors: null` where there are none. */
function withoutNull(answer: SubgraphAnswer): SubgraphAnswer {
  if ((answer.errors as unknown) !== null) return answer
  const { errors: _, ...others } = answer
  return others
}

function isAnswer(value: unknown): value is SubgraphAnswer {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { data, errors } = value as { readonly data?: unknown; readonly errors?: unknown }
  const dataFits = data === undefined || data === null || (typeof data === 'object' && !Array.isArray(data))
  const errorsFit =
    errors === undefined || errors === null || (Array.isArray(errors) && errors.every((error) => typeof error === 'object' && error !== null))
  return dataFits && errorsFit && (data !== undefined || Array.isArray(errors))
}
