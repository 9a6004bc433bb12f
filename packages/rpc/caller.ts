import { fail, ok, type Result } from '@agora/errors/result.ts'
import { CALL_HEADER, signCall } from '@agora/security/callToken.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

import type { RpcMethod } from './defineMethod.ts'
import { AnswerTooLate, AnswerTooLong, createExchange, type Answer, type Question } from './exchange.ts'
import { readFault, type RpcCode, type RpcFault } from './fault.ts'

/** How one call is made and followed. */
export interface CallOptions {
  /** The caller's own deadline, in milliseconds; passed on, so that the other side stops as well. */
  readonly timeoutMs: number
  readonly requestId?: string | undefined
  readonly traceparent?: string | undefined
}

/** The way from one process to the internal port of another. */
export interface Caller {
  /** One unary call. Never throws: what went wrong is a Connect code. Calls are not retried here. */
  call<Request, Response>(method: RpcMethod<Request, Response>, request: Request, options: CallOptions): Promise<Result<Response, RpcFault>>
  /** One signed GET of a path with its query. */
  get(path: string, options: CallOptions & { readonly headers?: Readonly<Record<string, string>> }): Promise<Result<Answer, RpcFault>>
  close(): Promise<void>
}

/** Whom to call, and as whom. */
export interface CallerOptions {
  /** `http://host:port` of the internal port. */
  readonly baseUrl: string
  /** The keys of the edge `<caller>-<audience>`. */
  readonly keys: KeyFolder
  readonly caller: string
  readonly audience: string
  /** @default 16 */
  readonly connections?: number
  /** The longest answer that is read, in bytes. @default 8 MiB */
  readonly maxAnswerBytes?: number
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

type AskOptions = CallOptions & { readonly headers?: Readonly<Record<string, string>> }

const METHOD_HEADERS = { 'content-type': 'application/json', 'connect-protocol-version': '1' }
/** The protocol allows ten digits. */
const LONGEST_TIMEOUT_MS = 9_999_999_999

/** Opens a pool of connections to one process. */
export function createCaller({ baseUrl, keys, caller, audience, clock = Date.now, ...limits }: CallerOptions): Caller {
  const { connections = 16, maxAnswerBytes = 8 * 1024 * 1024 } = limits
  const exchange = createExchange({ baseUrl, connections, maxAnswerBytes })
  const ask = (question: Pick<Question, 'method' | 'path' | 'body'>, { timeoutMs, requestId, traceparent, headers }: AskOptions): Promise<Answer> => {
    const signed: Record<string, string> = {
      ...headers,
      [CALL_HEADER]: signCall({ keys, caller, audience, method: question.method, path: question.path, body: question.body ?? '', clock }),
    }
    if (requestId !== undefined) signed['x-request-id'] = requestId
    if (traceparent !== undefined) signed['traceparent'] = traceparent
    return exchange.ask({ ...question, headers: signed, timeoutMs })
  }

  return {
    async call(method, request, options) {
      const asked = method.request.safeParse(request)
      if (!asked.success) return fail({ code: 'invalid_argument', message: `${method.path}: the request does not fit the method` })
      const timeout = String(Math.min(Math.max(0, Math.ceil(options.timeoutMs)), LONGEST_TIMEOUT_MS))
      const headers = { ...METHOD_HEADERS, 'connect-timeout-ms': timeout }
      try {
        const body = Buffer.from(JSON.stringify(asked.data))
        return readAnswer(method, await ask({ method: 'POST', path: method.path, body }, { ...options, headers }))
      } catch (error) {
        return fail(faultOf(error))
      }
    },
    async get(path, options) {
      try {
        return ok(await ask({ method: 'GET', path, body: null }, options))
      } catch (error) {
        return fail(faultOf(error))
      }
    },
    close: () => exchange.close(),
  }
}

function readAnswer<Response>(method: Pick<RpcMethod<unknown, Response>, 'path' | 'response'>, answer: Answer): Result<Response, RpcFault> {
  const body = parseJson(answer.body)
  if (answer.status !== 200) return fail(readFault(body, answer.status))
  const parsed = method.response.safeParse(body)
  return parsed.success ? ok(parsed.data) : fail({ code: 'internal', message: `${method.path}: the answer does not fit the method` })
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

function faultOf(error: unknown): RpcFault {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { code: codeOf(error), message: message || name }
}

function codeOf(error: unknown): RpcCode {
  if (error instanceof AnswerTooLate) return 'deadline_exceeded'
  return error instanceof AnswerTooLong ? 'resource_exhausted' : 'unavailable'
}
