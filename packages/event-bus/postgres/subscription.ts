import { randomUUID } from 'node:crypto'

import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { Subscription, SubscriptionOptions } from '../bus.ts'
import { wakeable } from '../wakeable.ts'
import type { Holding } from './holding.ts'
import { beat, release, type MembershipParts } from './membership.ts'
import { startReading } from './reading.ts'
import { statements } from './statements.ts'

/** The channel on which members tell each other to look again; the payload is the group. */
export const GROUPS_CHANNEL = 'groups'
const BEAT_MS = 1000

/** What a subscription is made of. */
export interface SubscriptionParts {
  readonly pool: pg.Pool
  readonly logger: Logger
  readonly backendPid: () => number | undefined
  readonly options: SubscriptionOptions
}

/** A subscription that the bus wakes by what it hears. */
export interface WakeableSubscription extends Subscription {
  onNotice(channel: string, payload: string): void
}

/** Joins the group and reads until it is stopped. */
export async function startSubscription({ pool, logger, backendPid, options }: SubscriptionParts): Promise<WakeableSubscription> {
  const { group, topics, sessionTimeoutMs = 10_000 } = options
  const log = logger.child({ group })
  const membership: MembershipParts = { pool, group, member: randomUUID(), topics, sessionTimeoutMs, backendPid }
  const holdings = new Map<string, Holding>()
  const tellOthers = (): Promise<unknown> => pool.query(statements.notify, [GROUPS_CHANNEL, group])
  await pool.query(statements.ensureGroup, [group, topics])
  await beat(membership, holdings)
  await tellOthers()

  const beatLog = createFailureLog(log, 'The bus could not be told that a consumer lives')
  const beats = wakeable({
    everyMs: Math.min(BEAT_MS, sessionTimeoutMs / 3),
    run: async () => {
      if (await beat(membership, holdings)) await tellOthers()
      beatLog.worked()
      reading.wake()
    },
    onError: beatLog.failed,
  })
  const reading = startReading({ pool, member: membership.member, options, holdings, onFree: beats.wake, logger: log })
  reading.wake()

  const stop = async (): Promise<void> => {
    await Promise.all([beats.stop(), reading.stop()])
    for (const holding of holdings.values()) await release(membership, holding)
    await pool.query(statements.leave, [group, membership.member])
    await tellOthers()
  }
  let stopped: Promise<void> | undefined
  return {
    lag: () => lagOf(pool, options),
    stop: () => (stopped ??= stop()),
    onNotice: (channel, payload) => {
      const names = payload === '' ? undefined : payload.split(',')
      if (channel === GROUPS_CHANNEL && names?.includes(group) !== false) beats.wake()
      if (channel !== GROUPS_CHANNEL && names?.some((topic) => topics.includes(topic)) !== false) reading.wake()
    },
  }
}

async function lagOf(pool: pg.Pool, { group, topics }: SubscriptionOptions): Promise<number> {
  const { rows } = await pool.query<{ lag: string }>(statements.lag, [group, topics])
  return Number(rows[0]?.lag ?? 0)
}
