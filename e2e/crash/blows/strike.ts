import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import type { Gate } from '@agora/testkit/gate.ts'

import type { CrashStack } from '../harness/crashStack.ts'
import type { Victim } from '../harness/victim.ts'
import type { Blow } from './blow.ts'
import { ownsOrders } from './planBlows.ts'
import { inHandOf, ownerOf, takenOverAfter } from './takeover.ts'

/** What came of a blow. */
export interface Struck {
  readonly blow: Blow
  /** When it fell and when all was right again, in milliseconds of one clock. */
  readonly from: number
  readonly until: number
  /** Whether the moment came, or the blow fell at whatever moment it was. */
  readonly inTime: boolean
  /** Of an owner of orders: how long its orders were in nobody's hands, in milliseconds; null when they were not taken over in time. */
  readonly takeoverMs: number | null | undefined
  /** How long it took to be back, counted from the new start. */
  readonly backMs: number | undefined
}

/** What is struck. */
export interface StrikeParts {
  readonly stack: CrashStack
  /** Database of orders, past all gates. */
  readonly orders: pg.Pool
}

type Outcome = Pick<Struck, 'takeoverMs' | 'backMs'>

const nothingMeasured: Outcome = { takeoverMs: undefined, backMs: undefined }
/** A takeover that takes longer has failed. */
const TAKEN_OVER_WITHIN_MS = 15_000

/** Strikes, and puts right what was struck; resolves when it is back. */
export async function strike(parts: StrikeParts, blow: Blow): Promise<Outcome> {
  const { stack } = parts
  const { target, forMs } = blow
  if (target === 'database') return strikeDatabase(stack, blow)
  if (target === 'broker') return strikeBroker(stack, blow)
  const victim = stack.victims.get(target)
  if (victim === undefined) throw new Error(`There is no ${target}`)
  switch (blow.how) {
    case 'kill':
    case 'terminate':
    case 'freeze':
      return strikeProcess(parts, blow, victim)
    case 'cut':
      return closed(gateOf(stack.lines, target), 'cut', forMs)
    case 'stall':
      return closed(gateOf(stack.lines, target), 'stall', forMs)
    case 'delay':
      return closed(gateOf(stack.doors, target === 'payment-provider' ? `${target}.port` : `${target}.internalPort`), 'stall', forMs)
    case 'backend':
      throw new Error(`${target} has no backend`)
  }
}

function gateOf(gates: ReadonlyMap<string, Gate>, name: string): Gate {
  const gate = gates.get(name)
  if (gate === undefined) throw new Error(`There is no gate ${name}`)
  return gate
}

async function closed(gate: Gate, how: 'cut' | 'stall', forMs: number): Promise<Outcome> {
  gate[how]()
  await sleep(forMs)
  gate.mend()
  return nothingMeasured
}

async function strikeProcess({ orders }: StrikeParts, { how, forMs }: Blow, victim: Victim): Promise<Outcome> {
  const owner = ownsOrders(victim.name) ? await ownerOf(orders, victim.pid).catch(() => undefined) : undefined
  if (how === 'freeze') victim.freeze()
  else await (how === 'kill' ? victim.kill() : victim.terminate())
  const taken = how === 'terminate' || owner === undefined ? undefined : takeover(orders, owner)
  if (how === 'freeze') {
    await sleep(forMs)
    // Woken before it was taken over it would be no zombie.
    const takeoverMs = await taken
    victim.thaw()
    return { takeoverMs, backMs: undefined }
  }
  await sleep(forMs)
  const takeoverMs = await taken
  const begun = performance.now()
  await victim.start()
  return { takeoverMs, backMs: performance.now() - begun }
}

async function takeover(orders: pg.Pool, owner: string): Promise<number | null | undefined> {
  const orphans = await inHandOf(orders, owner).catch(() => undefined)
  if (orphans === undefined || orphans.orderIds.length === 0) return undefined
  return (await takenOverAfter(orders, orphans, TAKEN_OVER_WITHIN_MS)) ?? null
}

async function strikeDatabase({ server }: CrashStack, { how, forMs }: Blow): Promise<Outcome> {
  if (how === 'backend') {
    await server.killBackend()
    return nothingMeasured
  }
  await server.kill()
  await sleep(forMs)
  const begun = performance.now()
  await server.start()
  return { takeoverMs: undefined, backMs: performance.now() - begun }
}

async function strikeBroker({ broker }: CrashStack, { how, forMs }: Blow): Promise<Outcome> {
  if (broker === undefined) throw new Error('There is no broker on the embedded bus')
  if (how !== 'kill') return closed(broker.gate, how === 'cut' ? 'cut' : 'stall', forMs)
  await broker.kill()
  await sleep(forMs)
  const begun = performance.now()
  await broker.start()
  return { takeoverMs: undefined, backMs: performance.now() - begun }
}
