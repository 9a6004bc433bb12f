import { Pool } from 'undici'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { CALL_HEADER, signCall } from '@agora/security/callToken.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

import type { RpcMethod } from './defineMethod.ts'
import { readFault, type RpcCode, type RpcFault } from './fault.ts'

/** How one call is made and followed. */
export interface CallOptions {
  /** The caller's own deadline, in milliseconds; passed on, so that the other side stops as well. */
  readonly timeoutMs: number
  readonly requestId?: string | undefined
  readonly traceparent?: string | undefined
}

/** What a signed GET answered; any status is an answer. */
export interface GetAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** The way from one process to the internal port of another. */
export interface Caller {
  /** One unary call. Never throws: what went wrong is a Connect code. Calls are not retried here. */
  call<Request, Response>(method: RpcMethod<Request, Response>, request: Request, options: CallOptions): Promise<Result<Response, RpcFault>>
  /** One signed GET of a path with its query. */
  get(path: string, options: CallOptions & { readonly headers?: Readonly<Record<string, string>> }): Promise<Result<GetAnswer, RpcFault>>
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

interface Exchange {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly options: CallOptions
}

/** Opens a pool of connections to one process. */
export function createCaller({ baseUrl, keys, caller, audience, clock = Date.now, ...limits }: CallerOptions): Caller {
  const { connections = 16, maxAnswerBytes = 8 * 1024 * 1024 } = limits
  // The far side keeps idle connections for 65 s: ours go first, so that no call meets a connection that is just being closed.
  const pool = new Pool(baseUrl, { connections, keepAliveTimeout: 30_000, connect: { timeout: 2000 }, pipelining: 1 })

  const exchange = async ({ method, path, headers, body, options }: Exchange): Promise<GetAnswer> => {
    const token = signCall({ keys, caller, audience, method, path, body, clock })
    const answer = await pool.request({
      method,
      path,
      body: method === 'POST' ? body : null,
      headers: { ...headers, ...followed(options), [CALL_HEADER]: token },
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    return { status: answer.statusCode, headers: answer.headers, body: await readBounded(answer.body, maxAnswerBytes) }
  }

  return {
    async call(method, request, options) {
      const asked = method.request.safeParse(request)
      if (!asked.success) return fail({ code: 'invalid_argument', message: `${method.path}: the request does not fit the method` })
      const headers = {
        'content-type': 'application/json',
        'connect-protocol-version': '1',
        'connect-timeout-ms': String(Math.ceil(options.timeoutMs)),
      }
      try {
        const body = JSON.stringify(asked.data)
        return readAnswer(method, await exchange({ method: 'POST', path: method.path, headers, body, options }))
      } catch (error) {
        return fail(faultOf(error))
      }
    },
    async get(path, options) {
      try {
        return ok(await exchange({ method: 'GET', path, headers: options.headers ?? {}, body: '', options }))
      } catch (error) {
        return fail(faultOf(error))
      }
    },
    close: () => pool.close(),
  }
}

function readAnswer<Response>(method: Pick<RpcMethod<unknown, Response>, 'path' | 'response'>, answer: GetAnswer): Result<Response, RpcFault> {
  const body = parseJson(answer.body)
  if (answer.status !== 200) return fail(readFault(body, answer.status))
  const parsed = method.response.safeParse(body)
  return parsed.success ? ok(parsed.data) : fail({ code: 'internal', message: `${method.path}: the answer does not fit the method` })
}

function followed({ requestId, traceparent }: CallOptions): Record<string, string> {
  return { ...(requestId === undefined ? {} : { 'x-request-id': requestId }), ...(traceparent === undefined ? {} : { traceparent }) }
}

class AnswerTooLong extends Error {}

async function readBounded(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > limit) throw new AnswerTooLong()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
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
  const code: RpcCode = name === 'TimeoutError' ? 'deadline_exceeded' : error instanceof AnswerTooLong ? 'resource_exhausted' : 'unavailable'
  return { code, message: message || name }
}
