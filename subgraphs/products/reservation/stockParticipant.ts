import { BatcherFull, createBatcher } from '@agora/batching/batcher.ts'
import { isDatabaseFailure, isOutage } from '@agora/database/outage.ts'
import { sqlState, sqlStateOf } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { carryOut, commit, release, reserve, restock, type InventoryStep, type InventoryStepResponse } from '@agora/rpc/methods/inventory.ts'
import { serveMethod, type RpcCall, type RpcHandler } from '@agora/rpc/routes.ts'

import { KeyReused } from './books.ts'
import { carryOutBatch, type StockParts } from './carryOutBatch.ts'
import { fingerprintOf, type StockAnswer, type StockCommand } from './stockCommand.ts'

/** Only orders sells. */
const CALLERS = ['orders']

interface Message {
  readonly key: string
  readonly orderId: string
  readonly lines?: readonly { readonly variantId: string }[]
}

/** The service agora.inventory.v1.Inventory. What is asked together is carried out together, in one transaction. */
export function stockParticipant(parts: StockParts): RpcHandler[] {
  const batcher = createBatcher<StockCommand, StockAnswer>({
    concurrent: 1,
    flush: (commands) => carryOutBatch(parts, commands),
    sharesFate: isOutage,
  })
  const ask = async (command: StockCommand, { signal }: RpcCall): Promise<Result<StockAnswer, RpcFault>> => {
    const fault = faultIn(command)
    if (fault !== undefined) return fail({ code: 'invalid_argument', message: fault })
    try {
      return ok(await batcher.add(command, signal))
    } catch (error) {
      return fail(faultOf(error, signal))
    }
  }
  return [
    serveMethod(reserve, CALLERS, async (message, call) => {
      const answer = await ask({ ...step(message, call), kind: 'reserve' }, call)
      return answer.ok ? ok({ ...answer.value, shortages: [...(answer.value.shortages ?? [])] }) : answer
    }),
    serveMethod(commit, CALLERS, (message, call) => ask({ ...step(message, call), kind: 'commit' }, call)),
    serveMethod(release, CALLERS, (message, call) => ask({ ...step(message, call), kind: 'release' }, call)),
    serveMethod(restock, CALLERS, (message, call) => ask({ ...step(message, call), kind: 'restock' }, call)),
    serveMethod(carryOut, CALLERS, async ({ steps }, call) => {
      const answers = await Promise.all(steps.map((one) => ask(commandOf(one, call), call)))
      // Nothing was answered, and for one reason: then the call has no answer, and its caller may try it again.
      const [first] = answers
      if (first?.ok === false && answers.every((answer) => !answer.ok && answer.error.code === first.error.code)) return first
      return ok({ answers: answers.map(stepResponseOf) })
    }),
  ]
}

/** A message with what it is known by, and the request that it follows from. */
const step = <M extends Message>(message: M, { requestId }: Pick<RpcCall, 'requestId'>) => ({
  ...message,
  fingerprint: fingerprintOf(message),
  requestId,
})

/** The command of a step among others; what it is known by is what its request of its own would be known by. */
function commandOf({ kind, requestId, key, orderId, lines, expiresAt = '' }: InventoryStep, call: RpcCall): StockCommand {
  const about = <M extends Message>(message: M) => step(message, { requestId: requestId ?? call.requestId })
  switch (kind) {
    case 'RESERVE':
      return { ...about({ key, orderId, lines, expiresAt }), kind: 'reserve' }
    case 'COMMIT':
      return { ...about({ key, orderId }), kind: 'commit' }
    case 'RELEASE':
      return { ...about({ key, orderId }), kind: 'release' }
    case 'RESTOCK':
      return { ...about({ key, orderId, lines }), kind: 'restock' }
  }
}

function stepResponseOf(answer: Result<StockAnswer, RpcFault>): InventoryStepResponse {
  if (!answer.ok) return { ok: false, shortages: [], fault: answer.error.code, faultMessage: answer.error.message }
  return { ...answer.value, shortages: [...(answer.value.shortages ?? [])] }
}

/** The key must name its order and step: a release finds the reservation's key by it. */
function faultIn(command: StockCommand): string | undefined {
  const { kind, key, orderId } = command
  const begin = `${orderId}:${kind}`
  if (key !== begin && !(kind === 'restock' && key.startsWith(`${begin}:`))) return `key: must be \`<order id>:${kind}\``
  if (kind === 'reserve' && (command.lines.length === 0 || command.expiresAt === '')) return 'lines, expiresAt: a reservation needs both'
  if (!('lines' in command)) return undefined
  const once = new Set(command.lines.map(({ variantId }) => variantId))
  return once.size < command.lines.length ? 'lines: each variant once' : undefined
}

/** What the caller is told when it is not known whether the step was done. Throws what is a bug of ours. */
function faultOf(error: unknown, signal: AbortSignal): RpcFault {
  if (error instanceof KeyReused) return { code: 'already_exists', message: error.message }
  if (error instanceof BatcherFull) return { code: 'unavailable', message: error.message }
  if (signal.aborted) return { code: 'deadline_exceeded', message: 'The caller waits no longer' }
  if (sqlStateOf(error) === sqlState.lockNotAvailable) return { code: 'unavailable', message: 'The stock is held by somebody else' }
  if (isDatabaseFailure(error)) return { code: 'unavailable', message: 'The database is away' }
  throw error
}
