import { fail, ok, type Result } from '@agora/errors/result.ts'
import { prismaQueryable } from '@agora/event-store/prismaQueryable.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { UserEvent } from '../../../schema/events/users.ts'
import type { Prisma } from '../__generated__/prisma/client.ts'
import type { AccountRole, User } from '../accounts/user.ts'
import type { Cause } from '../cause.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { endSessions } from '../sessions/ending.ts'
import type { EndReason } from '../sessions/sessionRepository.ts'
import type { UsersPrisma } from '../usersPrisma.ts'
import { decideRoles, decideStatus, type Circumstances, type Standing, type StandingChange, type StandingRefusal } from './decide.ts'

/** Who of the staff asks, and in which request; stands in the audit trail. */
export interface StaffAction extends Cause {
  readonly action: 'setUserRoles' | 'deactivateUser' | 'reactivateUser'
}

/** What changing the standing of accounts needs. */
export interface StandingsOptions {
  readonly prisma: UsersPrisma
  readonly chronicle: Chronicle
  readonly clock: () => Date
  /** Whether demonstration accounts count as administrators that could step in. */
  readonly dev: boolean
}

/** Changing what accounts may do. Each change by staff is recorded in the transaction that makes it, and the account's sessions end. */
export interface Standings {
  setRoles(
    userId: string,
    roles: readonly AccountRole[],
    by: StaffAction & { readonly expectedVersion: number },
  ): Promise<Result<null, StandingRefusal>>
  setStatus(userId: string, status: User['status'], by: StaffAction & { readonly expectedVersion: number }): Promise<Result<null, StandingRefusal>>
  /** The owner closes their own account. */
  close(userId: string, cause: Cause): Promise<Result<null, StandingRefusal>>
}

type Transaction = Prisma.TransactionClient
/** Staff with what they do, or the owner of the account. */
type By = (StaffAction & { readonly expectedVersion: number }) | (Cause & { readonly action?: never; readonly expectedVersion?: never })
type Decide = (account: Standing | undefined, circumstances: Circumstances) => Result<StandingChange, StandingRefusal>

/** Makes it. */
export function createStandings({ prisma, chronicle, clock, dev }: StandingsOptions): Standings {
  const change = async (userId: string, decide: Decide, by: By): Promise<Result<null, StandingRefusal>> =>
    (await prisma.open()).$transaction(async (tx) => {
      const account = await lockStanding(tx, userId)
      const otherAdmins = await tx.user.count({
        where: { id: { not: userId }, status: 'ACTIVE', roles: { has: 'ADMIN' }, passwordHash: { not: null }, ...(dev ? {} : { demo: false }) },
      })
      const decided = decide(account, { expectedVersion: by.expectedVersion ?? account?.version ?? 0, otherAdmins })
      if (!decided.ok) return fail(decided.error)
      if (decided.value !== null && account !== undefined) await apply(tx, { userId, account, change: decided.value, by, now: clock() }, chronicle)
      return ok(null)
    })
  return {
    setRoles: (userId, roles, by) => change(userId, (account, circumstances) => decideRoles(account, roles, circumstances), by),
    setStatus: (userId, status, by) => change(userId, (account, circumstances) => decideStatus(account, status, circumstances), by),
    close: (userId, { actor, requestId }) =>
      change(userId, (account, circumstances) => decideStatus(account, 'DEACTIVATED', circumstances), { actor, requestId }),
  }
}

/** One such change at a time: else two administrators could each close the other's account. */
async function lockStanding(tx: Transaction, userId: string): Promise<Standing | undefined> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('standings', 0))`
  await tx.$executeRaw`SELECT FROM users WHERE id = ${userId} FOR UPDATE`
  return (await tx.user.findUnique({ where: { id: userId }, select: { roles: true, status: true, version: true } })) ?? undefined
}

interface Application {
  readonly userId: string
  readonly account: Standing
  readonly change: NonNullable<StandingChange>
  readonly by: By
  readonly now: Date
}

async function apply(tx: Transaction, { userId, account, change, by, now }: Application, chronicle: Chronicle): Promise<void> {
  const { data, before, reason } = effectOf(account, change, now)
  const { actor, action, requestId } = by
  await tx.user.update({ where: { id: userId }, data: { ...data, version: { increment: 1 }, updatedAt: now } })
  const db = prismaQueryable(tx)
  await chronicle.record(db, by, [eventOf(userId, change)])
  await endSessions(db, { userId, reason, now }, { chronicle, cause: by })
  if (action === undefined) return
  const after = 'roles' in change ? { roles: [...change.roles] } : change
  await tx.auditEntry.create({ data: { id: newId('Audit'), at: now, actor, action, target: userId, before, after, requestId } })
}

function eventOf(userId: string, change: NonNullable<StandingChange>): UserEvent {
  if ('roles' in change) return { type: 'user.rolesChanged', data: { userId, roles: [...change.roles] } }
  return { type: change.status === 'DEACTIVATED' ? 'user.deactivated' : 'user.reactivated', data: { userId } }
}

interface Effect {
  readonly data: Prisma.UserUpdateInput
  readonly before: Prisma.InputJsonObject
  readonly reason: EndReason
}

function effectOf(account: Standing, change: NonNullable<StandingChange>, now: Date): Effect {
  if ('roles' in change) return { data: { roles: [...change.roles] }, before: { roles: [...account.roles] }, reason: 'roles-changed' }
  const deactivatedAt = change.status === 'DEACTIVATED' ? now : null
  return { data: { status: change.status, deactivatedAt }, before: { status: account.status }, reason: 'deactivated' }
}
