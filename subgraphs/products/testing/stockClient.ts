import type { Caller } from '@agora/rpc/caller.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import { commit, release, reserve, restock } from '@agora/rpc/methods/inventory.ts'

import type { Line } from '../reservation/stockCommand.ts'

/** When the orders of tests give up. */
export const EXPIRES_AT = '2026-12-01T12:00:00.000Z'

/** The stock as orders speaks to it. Each answers `ok`, the reason of a refusal, or the Connect code of a fault. */
export interface StockClient {
  reserve(orderId: string, lines: readonly Line[]): Promise<string>
  commit(orderId: string): Promise<string>
  release(orderId: string): Promise<string>
  restock(orderId: string, lines?: readonly Line[], refundId?: string): Promise<string>
}

/** Opens it over a caller. */
export function stockClient(caller: Caller, timeoutMs = 20_000): StockClient {
  const ask = async <Request>(method: RpcMethod<Request, { ok: boolean; reason?: string | undefined }>, request: Request): Promise<string> => {
    const answer = await caller.call(method, request, { timeoutMs, requestId: 'req-stock' })
    if (!answer.ok) return answer.error.code
    return answer.value.ok ? 'ok' : (answer.value.reason ?? 'refused')
  }
  return {
    reserve: (orderId, lines) => ask(reserve, { key: `${orderId}:reserve`, orderId, lines: [...lines], expiresAt: EXPIRES_AT }),
    commit: (orderId) => ask(commit, { key: `${orderId}:commit`, orderId }),
    release: (orderId) => ask(release, { key: `${orderId}:release`, orderId }),
    restock: (orderId, lines = [], refundId = '') =>
      ask(restock, { key: `${orderId}:restock${refundId === '' ? '' : `:${refundId}`}`, orderId, lines: [...lines] }),
  }
}
