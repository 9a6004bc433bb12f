import { setTimeout as sleep } from 'node:timers/promises'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { carryOut, type InventoryStep, type InventoryStepResponse } from '@agora/rpc/methods/inventory.ts'
import { authorise, capture, refund, voidPayment } from '@agora/rpc/methods/payments.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'

import type { SagaStep } from '../order/order.ts'

/** How a participant behaves when it is asked for a step. */
export type Behaviour =
  /** Does it and says so. */
  | 'ok'
  /** Answers no, with this reason. */
  | { readonly refuse: string }
  /** Does nothing and fails. */
  | 'down'
  /** Does it, and its answer is lost. */
  | 'lost'
  /** Does it, and answers after so many milliseconds. */
  | { readonly afterMs: number }

/** Stock and payments, as far as orders sees them: they keep what they were asked by key, remember tombstones, and do as the script says. */
export interface ScriptedParticipants {
  readonly inventory: readonly RpcHandler[]
  readonly payments: readonly RpcHandler[]
  /** How the step goes from now on; `times` for that many calls alone. */
  script(step: SagaStep, behaviour: Behaviour, times?: number): void
  /** Everything goes well again. */
  heal(): void
  /** The keys that were asked, in order, since the last time this was read. */
  asked(): string[]
  stockOf(orderId: string): string
  moneyOf(orderId: string): string
  /** The buyer confirms at the provider, or does not. */
  confirm(orderId: string, how: 'AUTHORISED' | 'DECLINED'): void
  /** Effects by kind, such as two captures of one order; a repetition by its key is none. */
  readonly effects: Map<string, number>
}

type Answer = { readonly ok: boolean; readonly reason?: string }
const yes: Answer = { ok: true }
const no = (reason: string): Answer => ({ ok: false, reason })

function stepResponseOf(reply: Result<Answer, RpcFault>): InventoryStepResponse {
  return reply.ok ? { ...reply.value, shortages: [] } : { ok: false, shortages: [], fault: reply.error.code, faultMessage: reply.error.message }
}

/** Makes participants with nothing in them. Card `pm_declined` is declined, `pm_action` wants a confirmation, `pm_pending` takes its time. */
export function scriptParticipants(): ScriptedParticipants {
  const stock = new Map<string, string>()
  const money = new Map<string, string>()
  const answers = new Map<string, unknown>()
  const rules = new Map<SagaStep, { behaviour: Behaviour; left: number }>()
  const asked: string[] = []
  const effects = new Map<string, number>()
  const did = (what: string): void => void effects.set(what, (effects.get(what) ?? 0) + 1)

  const behaviourOf = (step: SagaStep): Behaviour => {
    const rule = rules.get(step)
    if (rule === undefined || rule.left === 0) return 'ok'
    rule.left -= 1
    return rule.behaviour
  }
  /** One call: the script decides whether it happens and whether that is told; the key decides whether it happens again. */
  async function answer<Reply>(
    step: SagaStep,
    key: string,
    parts: { effect: () => Reply; refusal: (reason: string) => Reply; keep: boolean },
  ): Promise<Result<Reply, RpcFault>> {
    asked.push(key)
    const behaviour = behaviourOf(step)
    if (behaviour === 'down') return fail({ code: 'unavailable', message: 'scripted' })
    const known = answers.get(key) as Reply | undefined
    const refuses = typeof behaviour === 'object' && 'refuse' in behaviour
    const reply = known ?? (refuses ? parts.refusal(behaviour.refuse) : parts.effect())
    if (parts.keep && !refuses) answers.set(key, reply)
    if (typeof behaviour === 'object' && 'afterMs' in behaviour) await sleep(behaviour.afterMs)
    return behaviour === 'lost' ? fail({ code: 'unavailable', message: 'the answer was lost' }) : ok(reply)
  }
  /** A step that answers yes or no. */
  function plain(
    step: SagaStep,
    method: RpcMethod<{ key: string; orderId: string }, { ok: boolean; reason?: string | undefined }>,
    effect: (orderId: string) => Answer,
  ): RpcHandler {
    return serveMethod(method, ['orders'], ({ key, orderId }) =>
      answer<Answer>(step, key, { effect: () => effect(orderId), refusal: no, keep: true }),
    )
  }
  const move = (of: Map<string, string>, orderId: string, to: string): Answer => {
    of.set(orderId, to)
    did(`${orderId} ${to}`)
    return yes
  }

  const stockSteps: Readonly<Record<InventoryStep['kind'], { readonly step: SagaStep; readonly effect: (orderId: string) => Answer }>> = {
    RESERVE: { step: 'reserve', effect: (id) => (stock.get(id) === 'RELEASED' ? no('RELEASED') : move(stock, id, 'RESERVED')) },
    COMMIT: { step: 'commit', effect: (id) => (stock.get(id) === 'RESERVED' ? move(stock, id, 'COMMITTED') : no('NOT_RESERVED')) },
    RELEASE: { step: 'release', effect: (id) => (stock.get(id) === 'COMMITTED' ? no('COMMITTED') : move(stock, id, 'RELEASED')) },
    RESTOCK: {
      step: 'restock',
      effect: (id) => (stock.get(id) === 'COMMITTED' || stock.get(id) === 'RESTOCKED' ? move(stock, id, 'RESTOCKED') : no('NOT_COMMITTED')),
    },
  }
  const inventory = [
    serveMethod(carryOut, ['orders'], async ({ steps }) => {
      const replies = await Promise.all(
        steps.map(({ kind, key, orderId }) => {
          const { step, effect } = stockSteps[kind]
          return answer<Answer>(step, key, { effect: () => effect(orderId), refusal: no, keep: true })
        }),
      )
      const [first] = replies
      if (first?.ok === false && replies.every((reply) => !reply.ok && reply.error.code === first.error.code)) return first
      return ok({ answers: replies.map(stepResponseOf) })
    }),
  ]
  const paymentOf = (orderId: string): string => `pay_${orderId.slice(4)}`
  const stateOf = (orderId: string) => {
    const paymentId = paymentOf(orderId)
    switch (money.get(orderId)) {
      case 'ACTION':
        return { state: 'ACTION_REQUIRED' as const, paymentId, redirectUrl: `https://pay.example/${orderId}` }
      case 'PENDING':
        return { state: 'PENDING' as const, paymentId }
      case 'DECLINED':
        return { state: 'DECLINED' as const, paymentId, reason: 'CARD_DECLINED' }
      case 'VOIDED':
        return { state: 'DECLINED' as const, reason: 'VOIDED' }
      default:
        return { state: 'AUTHORISED' as const, paymentId }
    }
  }
  const methods: Readonly<Record<string, string>> = { pm_declined: 'DECLINED', pm_action: 'ACTION', pm_pending: 'PENDING' }
  const paid = { pm: (method: string) => methods[method] ?? 'HELD' }
  const payments = [
    serveMethod(authorise, ['orders'], ({ key, orderId, paymentMethod }) =>
      answer('authorise', key, {
        effect: () => {
          if (!money.has(orderId)) move(money, orderId, paid.pm(paymentMethod))
          return stateOf(orderId)
        },
        refusal: (reason) => ({ state: 'DECLINED' as const, paymentId: paymentOf(orderId), reason }),
        // Asked again it answers how things stand now.
        keep: false,
      }),
    ),
    plain('capture', capture, (id) => (money.get(id) === 'HELD' ? move(money, id, 'CAPTURED') : no('NOT_AUTHORISED'))),
    plain('void', voidPayment, (id) => (money.get(id) === 'CAPTURED' ? no('CAPTURED') : move(money, id, 'VOIDED'))),
    serveMethod(refund, ['orders'], ({ key, orderId, amountMinor }) =>
      answer('refund', key, {
        effect: () => {
          if (money.get(orderId) !== 'CAPTURED') return { state: 'REFUSED' as const, reason: 'NOT_CAPTURED' }
          did(`${orderId} REFUND ${amountMinor ?? 'all'}`)
          if (amountMinor === undefined) money.set(orderId, 'REFUNDED')
          return { state: 'REFUNDED' as const, amountMinor: amountMinor ?? '1' }
        },
        refusal: (reason) => ({ state: 'REFUSED' as const, reason }),
        keep: true,
      }),
    ),
  ]
  return {
    inventory,
    payments,
    effects,
    script: (step, behaviour, times = Infinity) => void rules.set(step, { behaviour, left: times }),
    heal: () => rules.clear(),
    asked: () => asked.splice(0),
    stockOf: (orderId) => stock.get(orderId) ?? 'NONE',
    moneyOf: (orderId) => money.get(orderId) ?? 'NONE',
    confirm: (orderId, how) => void money.set(orderId, how === 'AUTHORISED' ? 'HELD' : 'DECLINED'),
  }
}
