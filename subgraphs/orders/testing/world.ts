import type { Reply } from '../checkout/decide.ts'
import type { Call } from '../checkout/steps.ts'

/** What products and payments really hold of one order, whatever they could tell of it. */
export interface World {
  readonly stock: 'NONE' | 'REFUSED' | 'RESERVED' | 'COMMITTED' | 'RETURNED' | 'RELEASED'
  readonly money: 'NONE' | 'PENDING' | 'HELD' | 'CAPTURED' | 'RETURNED' | 'VOIDED' | 'DECLINED'
  /** Calls that got lost on their way and may still arrive. */
  readonly late: readonly ('reserve' | 'authorise')[]
}

/** Before anything was asked. */
export const untouched: World = { stock: 'NONE', money: 'NONE', late: [] }

/** What a participant may do with a call: the world afterwards, and the answer that it would like to give. */
export interface Outcome {
  readonly world: World
  readonly reply: Reply
}

const done: Reply = { kind: 'done' }
const refused = (code: string): Reply => ({ kind: 'refused', code })
const stock = (world: World, to: World['stock']): World => ({ ...world, stock: to })
const money = (world: World, to: World['money']): World => ({ ...world, money: to })

/** Participants without tombstones: what was let go before it came is granted when it comes. The explorer must notice. */
export function forgetful(world: World, call: Call): Outcome[] {
  const forgotten: World = {
    ...world,
    stock: call.step === 'reserve' && world.stock === 'RELEASED' ? 'NONE' : world.stock,
    money: call.step === 'authorise' && world.money === 'VOIDED' ? 'NONE' : world.money,
  }
  return outcomes(forgotten, call)
}

/** Everything that can come of a call, told and untold. A call that is repeated finds the world as the first left it, as its key demands. */
export function outcomes(world: World, call: Call): Outcome[] {
  const told = answers(world, call)
  // Lost on the way there, or on the way back.
  const underWay = call.step === 'reserve' || call.step === 'authorise' ? [...new Set([...world.late, call.step])].sort() : world.late
  const lost: Outcome[] = [{ world: { ...world, late: underWay }, reply: { kind: 'unknown', message: 'lost' } }]
  return [...told, ...lost, ...told.map((one): Outcome => ({ world: one.world, reply: { kind: 'unknown', message: 'the answer was lost' } }))]
}

/** The worlds in which a late call has arrived after all; nobody hears what it was answered. */
export function arrivals(world: World, participants: typeof outcomes): World[] {
  return world.late.flatMap((step) => {
    const rest = world.late.filter((other) => other !== step)
    return participants({ ...world, late: rest }, { step, refundId: null }).map((outcome) => ({ ...outcome.world, late: rest }))
  })
}

function answers(world: World, { step, refundId }: Call): Outcome[] {
  // Refunds of parts leave the rest where it is.
  if (refundId !== null) return [{ world, reply: done }, ...(step === 'refund' ? [{ world, reply: refused('PROVIDER_REFUSED') }] : [])]
  switch (step) {
    case 'reserve':
      return reserve(world)
    case 'authorise':
      return authorise(world)
    case 'capture':
      return capture(world)
    case 'commit':
      return world.stock === 'RESERVED' || world.stock === 'COMMITTED'
        ? [{ world: stock(world, 'COMMITTED'), reply: done }]
        : [{ world, reply: refused('NOT_RESERVED') }]
    case 'release':
      return world.stock === 'COMMITTED' ? [{ world, reply: refused('COMMITTED') }] : [{ world: stock(world, 'RELEASED'), reply: done }]
    case 'void':
      return world.money === 'CAPTURED' ? [{ world, reply: refused('CAPTURED') }] : [{ world: money(world, 'VOIDED'), reply: done }]
    case 'restock':
      return world.stock === 'COMMITTED' || world.stock === 'RETURNED'
        ? [{ world: stock(world, 'RETURNED'), reply: done }]
        : [{ world, reply: refused('NOT_COMMITTED') }]
    case 'refund':
      return world.money === 'CAPTURED' || world.money === 'RETURNED'
        ? [
            { world: money(world, 'RETURNED'), reply: { kind: 'done', amountMinor: '13500' } },
            { world, reply: { kind: 'pending' } },
          ]
        : [{ world, reply: refused('NOT_CAPTURED') }]
  }
}

function reserve(world: World): Outcome[] {
  if (world.stock === 'RELEASED') return [{ world, reply: refused('RELEASED') }]
  if (world.stock === 'REFUSED') return [{ world, reply: refused('INSUFFICIENT_STOCK') }]
  if (world.stock !== 'NONE') return [{ world, reply: done }]
  return [
    { world: stock(world, 'RESERVED'), reply: done },
    { world: stock(world, 'REFUSED'), reply: refused('INSUFFICIENT_STOCK') },
  ]
}

const authorised: Reply = { kind: 'done', paymentId: 'pay_1' }

function authorise(world: World): Outcome[] {
  if (world.money === 'VOIDED') return [{ world, reply: refused('VOIDED') }]
  if (world.money === 'DECLINED') return [{ world, reply: refused('CARD_DECLINED') }]
  if (world.money !== 'NONE' && world.money !== 'PENDING') return [{ world, reply: authorised }]
  return [
    { world: money(world, 'HELD'), reply: authorised },
    { world: money(world, 'DECLINED'), reply: refused('CARD_DECLINED') },
    { world: money(world, 'PENDING'), reply: { kind: 'pending', paymentId: 'pay_1', redirectUrl: 'https://pay.example/confirm' } },
  ]
}

function capture(world: World): Outcome[] {
  if (world.money === 'CAPTURED') return [{ world, reply: done }]
  if (world.money !== 'HELD') return [{ world, reply: refused('NOT_AUTHORISED') }]
  return [
    { world: money(world, 'CAPTURED'), reply: done },
    { world, reply: refused('PROVIDER_REFUSED') },
  ]
}
