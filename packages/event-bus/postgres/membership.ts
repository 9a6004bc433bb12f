import type pg from 'pg'

import { assigned, type Place, type Reader } from './assign.ts'
import type { Holding } from './holding.ts'
import { statements } from './statements.ts'

/** Who the member is. */
export interface MembershipParts {
  readonly pool: pg.Pool
  readonly group: string
  readonly member: string
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  /** The backend of the connection whose end means the member's death. */
  readonly backendPid: () => number | undefined
}

interface HeldPlace extends Place {
  readonly member: string | null
  readonly generation: string
}

interface Claimed extends Place {
  readonly nextOffset: string
  readonly generation: string
}

const keyOf = ({ topic, partition }: Place): string => `${topic}/${partition}`

/**
 * One beat of a member: says that it lives, gives back what is another's turn, takes what is its own and nobody living holds, and lets go of what was
 * taken from it while it was away. Answers whether anything was given back, which others wait for.
 */
export async function beat(parts: MembershipParts, holdings: Map<string, Holding>): Promise<boolean> {
  const { pool, group, member, topics, sessionTimeoutMs } = parts
  const { rows } = await pool.query<{ beaten: boolean; members: Reader[]; partitions: HeldPlace[] }>({
    name: 'bus beat',
    text: statements.beat,
    values: [group, member, topics, parts.backendPid() ?? 0, sessionTimeoutMs],
  })
  const [state] = rows
  if (state?.beaten !== true) return false
  const others = state.members.filter((reader) => reader.member !== member)
  const own = new Set(assigned(member, [...others, { member, topics }], state.partitions).map(keyOf))
  forget(member, holdings, state.partitions)
  const released = await giveBack(parts, holdings, own)
  const living = new Set(others.map((reader) => reader.member))
  const free = state.partitions.filter((place) => own.has(keyOf(place)) && !holdings.has(keyOf(place)) && !living.has(place.member ?? ''))
  if (free.length > 0) await claim(parts, holdings, free)
  return released
}

function forget(member: string, holdings: Map<string, Holding>, places: readonly HeldPlace[]): void {
  const now = new Map(places.map((place) => [keyOf(place), place]))
  for (const [key, holding] of holdings) {
    const place = now.get(key)
    if (place !== undefined && place.member === member && place.generation === holding.generation) continue
    holding.lost.abort()
    holdings.delete(key)
  }
}

async function giveBack(parts: MembershipParts, holdings: Map<string, Holding>, own: ReadonlySet<string>): Promise<boolean> {
  let released = false
  for (const [key, holding] of holdings) {
    holding.leaving = !own.has(key)
    if (!holding.leaving || holding.busy) continue
    holdings.delete(key)
    await release(parts, holding)
    released = true
  }
  return released
}

/** Gives a partition back; whoever is to have it begins behind what was committed. */
export async function release({ pool, group, member }: MembershipParts, { topic, partition, generation }: Holding): Promise<void> {
  await pool.query(statements.release, [group, topic, partition, member, generation])
}

async function claim({ pool, group, member }: MembershipParts, holdings: Map<string, Holding>, places: readonly Place[]): Promise<void> {
  const { rows } = await pool.query<Claimed>({
    name: 'bus claim',
    text: statements.claim,
    values: [group, member, places.map(({ topic }) => topic), places.map(({ partition }) => partition)],
  })
  for (const { topic, partition, nextOffset, generation } of rows) {
    holdings.set(keyOf({ topic, partition }), {
      topic,
      partition,
      generation,
      position: BigInt(nextOffset),
      failures: 0,
      busy: false,
      pausedUntil: 0,
      leaving: false,
      lost: new AbortController(),
    })
  }
}
