/** The codes of the Connect protocol with the HTTP status each answers with (https://connectrpc.com/docs/protocol/#error-codes). */
export const rpcCodes = {
  canceled: 499,
  unknown: 500,
  invalid_argument: 400,
  deadline_exceeded: 504,
  not_found: 404,
  already_exists: 409,
  permission_denied: 403,
  resource_exhausted: 429,
  failed_precondition: 400,
  aborted: 409,
  out_of_range: 400,
  unimplemented: 501,
  internal: 500,
  unavailable: 503,
  data_loss: 500,
  unauthenticated: 401,
} as const

/** The name of a Connect error code. */
export type RpcCode = keyof typeof rpcCodes

/** Why a call between processes has no answer. The message is for the caller's log, never for a client. */
export interface RpcFault {
  readonly code: RpcCode
  readonly message: string
}

/** Reads a Connect error body; a body of any other shape is judged by its status. */
export function readFault(body: unknown, status: number): RpcFault {
  const { code, message } = typeof body === 'object' && body !== null ? (body as { code?: unknown; message?: unknown }) : {}
  if (typeof code === 'string' && Object.hasOwn(rpcCodes, code)) return { code: code as RpcCode, message: typeof message === 'string' ? message : '' }
  return { code: codeOfStatus[status] ?? 'unknown', message: `HTTP ${status}` }
}

/** What an answer without a Connect body means (https://connectrpc.com/docs/protocol/#http-to-error-code). */
const codeOfStatus: Readonly<Record<number, RpcCode>> = {
  400: 'internal',
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'unimplemented',
  413: 'resource_exhausted',
  429: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}
