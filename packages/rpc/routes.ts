import type { Result } from '@agora/errors/result.ts'

import type { RpcMethod } from './defineMethod.ts'
import type { RpcFault } from './fault.ts'

/** What is known of a call beside its message. */
export interface RpcCall {
  /** The process that signed the call. */
  readonly caller: string
  readonly requestId: string | undefined
  readonly traceparent: string | undefined
  /** How long the caller still waits, in milliseconds; what the handler asks of others should take no longer. */
  remainingMs(): number
  /** Aborts when the caller's deadline has passed or the caller is gone. */
  readonly signal: AbortSignal
}

/** A unary method with its answer and those who may call it. */
export interface RpcHandler {
  readonly method: RpcMethod<unknown, unknown>
  readonly callers: readonly string[]
  readonly run: (request: unknown, call: RpcCall) => Promise<Result<unknown, RpcFault>>
}

/** Binds a method to its answer and to the processes that may call it. */
export function serveMethod<Request, Response>(
  method: RpcMethod<Request, Response>,
  callers: readonly string[],
  run: (request: Request, call: RpcCall) => Promise<Result<Response, RpcFault>>,
): RpcHandler {
  // The server has parsed the request by the method's own shape before it gets here.
  return { method, callers, run: (request, call) => run(request as Request, call) }
}

/** What a signed GET asks for. */
export interface GetRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly call: RpcCall
}

/** What it is answered with. */
export interface GetReply {
  /** @default 200 */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** A page for other processes: pictures, metrics, readiness, development doors. */
export interface GetRoute {
  /** An exact path; with `/` at its end, everything below it. */
  readonly path: string
  readonly callers: readonly string[]
  readonly answer: (request: GetRequest) => Promise<GetReply> | GetReply
}
