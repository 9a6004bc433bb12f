import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { accounts, postingsOf } from '../ledger/postings.ts'
import type { PaymentView, ViewStatus } from '../provider/provider.ts'
import { decide, type PaymentCommand } from './decide.ts'
import { dutyOf, observe } from './observe.ts'
import { evolve, isUnsettled, noPayment, type Payment } from './payment.ts'
import { paymentStatuses, transitions } from './transitions.ts'

const AMOUNT = 12_500n
const start: PaymentCommand = { type: 'start', orderId: 'ord_1', buyer: 'usr_1', amountMinor: AMOUNT, currency: 'EUR', provider: 'local' }

const view = (status: ViewStatus, more: Partial<PaymentView> = {}): PaymentView => ({
  reference: 'pp_1',
  paymentId: 'pay_1',
  status,
  amountMinor: AMOUNT,
  currency: 'EUR',
  capturedMinor: status === 'CAPTURED' ? AMOUNT : 0n,
  refundedMinor: 0n,
  refunds: [],
  redirectUrl: status === 'ACTION_REQUIRED' ? 'https://provider.example/confirm' : null,
  declineCode: status === 'DECLINED' ? 'CARD_DECLINED' : null,
  fingerprint: 'fp_1',
  createdAt: new Date(0),
  ...more,
})

/** What commands make of nothing; a refused one is a failure of the test. */
function after(...commands: readonly PaymentCommand[]): Payment {
  return commands.reduce((state, command) => {
    const decided = decide(command, state)
    assert.ok(decided.ok, `${command.type} was refused`)
    return decided.value.reduce(evolve, state)
  }, noPayment)
}

const seen = (status: ViewStatus): PaymentCommand => ({ type: 'observe', view: view(status) })
const standing: Readonly<Record<Payment['status'], Payment>> = {
  NONE: noPayment,
  STARTED: after(start),
  PENDING: after(start, seen('PENDING')),
  ACTION_REQUIRED: after(start, seen('ACTION_REQUIRED')),
  AUTHORISED: after(start, seen('AUTHORISED')),
  DECLINED: after(start, seen('DECLINED')),
  CAPTURED: after(start, seen('AUTHORISED'), seen('CAPTURED')),
  VOIDED: after(start, { type: 'giveUp' }),
}
const viewStatuses: readonly ViewStatus[] = ['PENDING', 'ACTION_REQUIRED', 'AUTHORISED', 'DECLINED', 'CAPTURED', 'CANCELLED']
const typesOf = (events: readonly PaymentEvent[]): string[] => events.map(({ type }) => type.slice('payment.'.length))

/** What each standing makes of each view: the whole of what can be learnt. */
const learnt: Readonly<Record<Payment['status'], Readonly<Record<ViewStatus, readonly string[]>>>> = {
  NONE: { PENDING: [], ACTION_REQUIRED: [], AUTHORISED: [], DECLINED: [], CAPTURED: [], CANCELLED: [] },
  STARTED: {
    PENDING: ['pending'],
    ACTION_REQUIRED: ['actionRequired'],
    AUTHORISED: ['authorised'],
    DECLINED: ['declined'],
    CAPTURED: ['authorised', 'captured'],
    CANCELLED: ['voided'],
  },
  PENDING: {
    PENDING: [],
    ACTION_REQUIRED: ['actionRequired'],
    AUTHORISED: ['authorised'],
    DECLINED: ['declined'],
    CAPTURED: ['authorised', 'captured'],
    CANCELLED: ['voided'],
  },
  ACTION_REQUIRED: {
    PENDING: ['pending'],
    ACTION_REQUIRED: [],
    AUTHORISED: ['authorised'],
    DECLINED: ['declined'],
    CAPTURED: ['authorised', 'captured'],
    CANCELLED: ['voided'],
  },
  AUTHORISED: { PENDING: [], ACTION_REQUIRED: [], AUTHORISED: [], DECLINED: [], CAPTURED: ['captured'], CANCELLED: ['voided'] },
  DECLINED: { PENDING: [], ACTION_REQUIRED: [], AUTHORISED: ['arrivedLate'], DECLINED: [], CAPTURED: ['arrivedLate'], CANCELLED: [] },
  CAPTURED: { PENDING: [], ACTION_REQUIRED: [], AUTHORISED: [], DECLINED: [], CAPTURED: [], CANCELLED: [] },
  VOIDED: { PENDING: [], ACTION_REQUIRED: [], AUTHORISED: ['arrivedLate'], DECLINED: [], CAPTURED: ['arrivedLate'], CANCELLED: [] },
}

test('every view in every standing leads to what the table says, and seen again to nothing', () => {
  for (const status of paymentStatuses)
    for (const seenStatus of viewStatuses) {
      const events = observe(standing[status], view(seenStatus))
      assert.deepEqual([status, seenStatus, typesOf(events)], [status, seenStatus, learnt[status][seenStatus]])
      assert.deepEqual(observe(events.reduce(evolve, standing[status]), view(seenStatus)), [])
    }
})

test('an event that cannot follow throws, in every standing, and one that can does not', () => {
  const money = { orderId: 'ord_1', buyer: 'usr_1', amountMinor: '1', currency: 'EUR' } as const
  const types = [...new Set(paymentStatuses.flatMap((status) => Object.keys(transitions[status])))]
  assert.equal(types.length, 12)
  for (const status of paymentStatuses)
    for (const type of types) {
      const event = { type, data: { ...money, refundId: 'rfd_1', providerReference: 'pp_1', code: 'X' } } as PaymentEvent
      const next = transitions[status][event.type]
      if (next === undefined) assert.throws(() => evolve(standing[status], event), /cannot have/)
      else assert.equal(evolve(standing[status], event).status, next)
    }
})

test('what came late goes back by the way it came, and is then done with', () => {
  for (const status of ['VOIDED', 'DECLINED'] as const) {
    const held = observe(standing[status], view('AUTHORISED')).reduce(evolve, standing[status])
    assert.deepEqual([held.late, dutyOf(held, view('AUTHORISED')), isUnsettled(held)], ['VOID', 'CANCEL', true])
    assert.deepEqual(typesOf(observe(held, view('CANCELLED'))), ['lateReturned'])
    const taken = observe(standing[status], view('CAPTURED')).reduce(evolve, standing[status])
    assert.deepEqual([taken.late, dutyOf(taken, view('CAPTURED')), isUnsettled(taken)], ['REFUND', 'REFUND', true])
    assert.deepEqual(observe(taken, view('CAPTURED', { refundedMinor: AMOUNT - 1n })), [])
    const back = view('CAPTURED', { refundedMinor: AMOUNT })
    const done = observe(taken, back).reduce(evolve, taken)
    assert.deepEqual([done.late, dutyOf(done, back), isUnsettled(done)], ['RETURNED', 'NONE', false])
  }
})

test('a payment that was given up is cancelled at the provider before the money comes', () => {
  assert.equal(dutyOf(standing.VOIDED, view('ACTION_REQUIRED')), 'CANCEL')
  assert.equal(dutyOf(standing.VOIDED, view('PENDING')), 'CANCEL')
  assert.equal(dutyOf(standing.AUTHORISED, view('AUTHORISED')), 'NONE')
})

test('money that is not the money asked for is refused', () => {
  assert.deepEqual(decide({ type: 'observe', view: view('AUTHORISED', { amountMinor: AMOUNT - 1n }) }, standing.STARTED), {
    ok: false,
    error: 'OTHER_MONEY',
  })
  assert.deepEqual(decide({ type: 'observe', view: view('AUTHORISED', { currency: 'USD' }) }, standing.STARTED), { ok: false, error: 'OTHER_MONEY' })
})

test('only what is left can be given back, counting what is on its way and not what failed', () => {
  const asked = (refundId: string, amountMinor: bigint | null): PaymentCommand => ({ type: 'startRefund', refundId, amountMinor })
  const one = after(start, seen('CAPTURED'), asked('rfd_1', 10_000n))
  assert.deepEqual(decide(asked('rfd_2', 2_501n), one), { ok: false, error: 'TOO_MUCH' })
  assert.deepEqual(decide(asked('rfd_2', 0n), one), { ok: false, error: 'TOO_MUCH' })
  assert.deepEqual(decide(asked('rfd_2', -1n), one), { ok: false, error: 'TOO_MUCH' })
  assert.deepEqual(decide(asked('rfd_1', 9_999n), one), { ok: false, error: 'REFUND_REUSED' })
  assert.deepEqual(decide(asked('rfd_1', 10_000n), one), { ok: true, value: [] })
  const rest = decide(asked('rfd_2', null), one)
  assert.equal(rest.ok && rest.value[0]?.data.amountMinor, '2500')
  const failed = after(start, seen('CAPTURED'), asked('rfd_1', 10_000n), { type: 'failRefund', refundId: 'rfd_1', code: 'PROVIDER_REFUSED' })
  const all = decide(asked('rfd_2', null), failed)
  assert.equal(all.ok && all.value[0]?.data.amountMinor, '12500')
})

test('a capture of a part lets go of the rest', () => {
  const events = observe(standing.AUTHORISED, view('CAPTURED', { capturedMinor: 10_000n }))
  const [event] = events
  assert.ok(event)
  assert.deepEqual(postingsOf(standing.AUTHORISED, event), [
    { account: 'SETTLEMENT', amountMinor: 10_000n },
    { account: 'CUSTOMERS', amountMinor: 2_500n },
    { account: 'HELD', amountMinor: -12_500n },
  ])
})

const anyView = fc
  .record({
    status: fc.constantFrom(...viewStatuses),
    captured: fc.bigInt(1n, AMOUNT),
    refunds: fc.array(
      fc.record({
        refundId: fc.constantFrom('rfd_1', 'rfd_2', null),
        amountMinor: fc.bigInt(1n, AMOUNT),
        status: fc.constantFrom('PENDING', 'SUCCEEDED', 'FAILED'),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ status, captured, refunds }) =>
    view(status, status === 'CAPTURED' ? { capturedMinor: captured, refunds: refunds.map((one) => ({ reference: 're', ...one })) } : {}),
  )
const anyCommand: fc.Arbitrary<PaymentCommand> = fc.oneof(
  fc.constant(start),
  fc.constant<PaymentCommand>({ type: 'giveUp' }),
  anyView.map((seenView): PaymentCommand => ({ type: 'observe', view: seenView })),
  fc
    .record({ refundId: fc.constantFrom('rfd_1', 'rfd_2'), amountMinor: fc.option(fc.bigInt(1n, AMOUNT)) })
    .map((asked): PaymentCommand => ({ type: 'startRefund', ...asked })),
  fc.constantFrom('rfd_1', 'rfd_2').map((refundId): PaymentCommand => ({ type: 'failRefund', refundId, code: 'PROVIDER_REFUSED' })),
)

test('whatever comes in whatever order, the books balance at every event and never more goes back than was taken', () => {
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 25 }), (commands) => {
      const balances = new Map(accounts.map((account) => [account, 0n]))
      let state = noPayment
      for (const command of [start, ...commands]) {
        const decided = decide(command, state)
        for (const event of decided.ok ? decided.value : []) {
          const lines = postingsOf(state, event)
          assert.equal(
            lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
            0n,
          )
          for (const { account, amountMinor } of lines) balances.set(account, (balances.get(account) ?? 0n) + amountMinor)
          state = evolve(state, event)
        }
        assert.ok(state.refundedMinor <= state.capturedMinor && state.capturedMinor <= state.amountMinor)
        assert.equal(balances.get('REFUNDS'), state.status === 'CAPTURED' ? state.refundedMinor : 0n)
        assert.equal(balances.get('HELD'), state.status === 'AUTHORISED' || state.late === 'VOID' ? AMOUNT : 0n)
        if (state.status === 'CAPTURED') assert.equal(balances.get('SETTLEMENT'), state.capturedMinor - state.refundedMinor)
        assert.equal(balances.get('LATE') === 0n, state.late === null || state.late === 'RETURNED')
      }
    }),
    { numRuns: 3000 },
  )
})
