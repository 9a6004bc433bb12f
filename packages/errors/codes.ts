/** What a top-level GraphQL error may say of itself: the HTTP status when the whole request fails with it, and what its reader can do. */
export interface ErrorCode {
  readonly status: number
  readonly meaning: string
}

/**
 * Every code that a top-level error of the graph carries in `extensions.code`. Business refusals are not here: they are
 * `userErrors` of a payload, each with the enum of its mutation family in the SDL. `docs/errors.md` is generated from both.
 */
export const errorCodes = {
  UNAUTHENTICATED: {
    status: 401,
    meaning: 'The access token is expired, forged, revoked or meant for someone else. Sign in or refresh, then try again.',
  },
  FORBIDDEN: { status: 200, meaning: "This is somebody else's, or asks for a right that the viewer lacks. The rest of the answer stands." },
  UNAUTHORIZED_FIELD_OR_TYPE: {
    status: 403,
    meaning:
      'The schema asks for rights that the viewer lacks, so the field was not asked for. The rest of the answer stands, unless the router refuses such operations whole.',
  },
  AUTH_ERROR: { status: 401, meaning: 'This router answers nobody without an access token.' },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    meaning: 'It cannot be told at present whether the session was ended, so nothing is changed in its name. Try again shortly.',
  },
  BAD_REQUEST: { status: 400, meaning: 'The HTTP request is not a GraphQL request: malformed JSON, missing query, or blocked by CSRF prevention.' },
  BAD_USER_INPUT: { status: 400, meaning: 'An argument is malformed or out of bounds; the message names it.' },
  GRAPHQL_PARSE_FAILED: { status: 400, meaning: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, meaning: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: { status: 400, meaning: 'The document holds several operations and none, or an unknown one, was named.' },
  PERSISTED_QUERY_NOT_FOUND: { status: 200, meaning: 'The hash is unknown; send the query with it once.' },
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 200, meaning: 'Persisted queries are switched off.' },
  PERSISTED_QUERY_NOT_IN_LIST: { status: 404, meaning: 'No trusted document has this id; to send the text would not help.' },
  PERSISTED_QUERY_ID_REQUIRED: { status: 400, meaning: 'Documents are named by their ids here; no text is read.' },
  QUERY_NOT_IN_SAFELIST: { status: 403, meaning: 'The document is not, character by character, one of those that are answered here.' },
  CANNOT_SEND_PQ_ID_AND_BODY: { status: 400, meaning: 'A request names its document by `documentId` or brings it, not both.' },
  PAYLOAD_TOO_LARGE: { status: 413, meaning: 'The body is larger than the router reads.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, meaning: 'The body must be application/json.' },
  MAX_TOKENS_LIMIT: { status: 400, meaning: 'The document has more tokens than are read.' },
  MAX_DEPTH_LIMIT: { status: 400, meaning: 'Selections are nested deeper than is answered.' },
  MAX_HEIGHT_LIMIT: { status: 400, meaning: 'The operation selects more fields than are answered.' },
  MAX_ROOT_FIELDS_LIMIT: { status: 400, meaning: 'The operation has more root fields than are answered: send several.' },
  MAX_ALIASES_LIMIT: { status: 400, meaning: 'The operation uses more aliases than are answered.' },
  MAX_DIRECTIVES_LIMIT: { status: 400, meaning: 'The operation uses more directives than are answered.' },
  MAX_NODES_LIMIT: { status: 400, meaning: 'Pages inside pages multiply to more nodes than are answered: ask for smaller or fewer pages.' },
  COST_ESTIMATED_TOO_EXPENSIVE: {
    status: 400,
    meaning:
      'The operation is expected to cost more than is answered; nothing was asked for. Ask for smaller pages, or for less. `cost` and `max` are points.',
  },
  COST_ACTUAL_TOO_EXPENSIVE: { status: 200, meaning: 'What was found is more than is answered. Ask for smaller pages, or for less.' },
  SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE: {
    status: 200,
    meaning: 'One service would have been asked for more than it answers, so it was not. The rest of the answer stands.',
  },
  COST_QUERY_PARSE_FAILURE: {
    status: 400,
    meaning:
      'What the operation costs cannot be told: a list needs exactly one of the arguments that say how many are asked for; the message names it.',
  },
  BATCHING_LIMIT: { status: 400, meaning: 'A request holds one operation, or as many in an array as the router is set to read.' },
  RATE_LIMITED: {
    status: 429,
    meaning: 'Too many requests of this viewer, application or address, or too many points of cost; `Retry-After` says when to come back.',
  },
  CHECKOUT_BUSY: {
    status: 503,
    meaning: 'Too many checkouts are in flight; nothing was begun. Ask again with the same key after `retryAfterSeconds`.',
  },
  ORDER_UNREADABLE: {
    status: 503,
    meaning: 'A newer release has written to the order what the one that was asked cannot read. The rest of the answer stands. Try again later.',
  },
  NOT_FOUND: { status: 404, meaning: 'There is nothing at this address.' },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: 'A part that the answer needs cannot be reached, or is too slow. Try again shortly, a mutation by the same key: it may have happened.',
  },
  INTERNAL_SERVER_ERROR: { status: 500, meaning: 'A bug of ours. The request id finds it in the log.' },
} as const satisfies Record<string, ErrorCode>

/** The name of a catalogued code. */
export type ErrorCodeName = keyof typeof errorCodes
