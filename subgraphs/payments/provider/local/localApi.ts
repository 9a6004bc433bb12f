import { Pool } from 'undici'
import { z } from 'zod'

import { ProviderRefusal, ProviderSlow, type PaymentView } from '../provider.ts'
import { listShape, paymentShape, toView } from './localView.ts'

/** How the local provider is reached. */
export interface LocalApiOptions {
  readonly url: string
  readonly secretKey: string
  /** How long a call is waited for, in milliseconds. */
  readonly timeoutMs: number
}

/** A page of payments, and behind which one the next begins. */
export interface ViewPage {
  readonly views: readonly PaymentView[]
  readonly last: string
  readonly hasMore: boolean
}

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly key?: string
  readonly body?: object
  /** Aborts when nobody waits any longer. */
  readonly signal?: AbortSignal | undefined
}

const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
/** Speaks to the provider's HTTP API. Throws ProviderRefusal for what it understood and will not do, ProviderSlow when it takes too long. */
export function openLocalApi({ url, secretKey, timeoutMs }: LocalApiOptions) {
  const pool = new Pool(url, { connections: 64, keepAliveTimeout: 30_000, connect: { timeout: 2000 } })

  const ask = async ({ method, path, key, body, signal }: Call): Promise<{ status: number; value: unknown }> => {
    const headers = {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    }
    try {
      const answer = await pool.request({
        method,
        path,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
      })
      return { status: answer.statusCode, value: await answer.body.json() }
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') throw new ProviderSlow(`${method} ${path} took longer than ${timeoutMs} ms`)
      throw error
    }
  }

  const change = async (call: Omit<Call, 'method'>): Promise<PaymentView> => {
    const { status, value } = await ask({ method: 'POST', ...call })
    if (status === 200) return toView(paymentShape.parse(value))
    const { code, message } = problem.parse(value).error
    if (status >= 400 && status < 500 && status !== 401 && status !== 429) throw new ProviderRefusal(code, message)
    throw new Error(`The provider answered ${status}: ${message}`)
  }

  const page = async (path: string, signal?: AbortSignal): Promise<ViewPage> => {
    const { status, value } = await ask({ method: 'GET', path, signal })
    if (status !== 200) throw new Error(`The provider answered ${status}`)
    const { data, hasMore } = listShape.parse(value)
    return { views: data.map(toView), last: data.at(-1)?.id ?? '', hasMore }
  }

  return { ask, change, page, close: () => pool.close() }
}
