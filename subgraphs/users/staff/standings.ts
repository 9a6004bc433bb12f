import { fail, ok, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Prisma } from '../__generated__/prisma/client.ts'
import type { AccountRole, User } from '../accounts/user.ts'
import type { EndReason } from '../sessions/sessionRepository.ts'
import type { UsersPrisma } from '../usersPrisma.ts'
import { decideRoles, decideStatus, type Circumstances, type Standing, type StandingChange, type StandingRefusal } from './decide.ts'

/** Who of the staff asks, and in which request; stands in the audit trail. */
export interface StaffAction {
  readonly actor: string
  readonly requestId: string
  readonly action: 'setUserRoles' | 'deactivateUser' | 'reactivateUser'
}

/** What changing the standing of accounts needs. */
export interface StandingsOptions {
  readonly prisma: UsersPrisma
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
  close(userId: string): Promise<Result<null, StandingRefusal>>
}

type Transaction = Prisma.TransactionClient
type Decide = (account: Standing | undefined, circumstances: Circumstances) => Result<StandingChange, StandingRefusal>

/** Makes it. */
export function createStandings({ prisma, clock, dev }: StandingsOptions): Standings {
  const change = async (
    userId: string,
    decide: Decide,
    by: (StaffAction & { readonly expectedVersion: number }) | null,
  ): Promise<Result<null, StandingRefusal>> =>
    (await prisma.open()).$transaction(async (tx) => {
      const account = await lockStanding(tx, userId)
      const otherAdmins = await tx.user.count({
        where: { id: { not: userId }, status: 'ACTIVE', roles: { has: 'ADMIN' }, passwordHash: { not: null }, ...(dev ? {} : { demo: false }) },
      })
      const decided = decide(account, { expectedVersion: by?.expectedVersion ?? account?.version ?? 0, otherAdmins })
      if (!decided.ok) return fail(decided.error)
      if (decided.value !== null && account !== undefined) await apply(tx, { userId, account, change: decided.value, by, now: clock() })
      return ok(null)
    })
  return {
    setRoles: (userId, roles, by) => change(userId, (account, circumstances) => decideRoles(account, roles, circumstances), by),
    setStatus: (userId, status, by) => change(userId, (account, circumstances) => decideStatus(account, status, circumstances), by),
    close: (userId) => change(userId, (account, circumstances) => decideStatus(account, 'DEACTIVATED', circumstances), null),
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
  readonly by: StaffAction | null
  readonly now: Date
}

async function apply(tx: Transaction, { userId, account, change, by, now }: Application): Promise<void> {
  const { data, before, reason } = effectOf(account, change, now)
  await tx.user.update({ where: { id: userId }, data: { ...data, version: { increment: 1 }, updatedAt: now } })
  await tx.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now, endReason: reason } })
  if (by === null) return
  const { actor, action, requestId } = by
  const after = 'roles' in change ? { roles: [...change.roles] } : change
  await tx.auditEntry.create({ data: { id: newId('Audit'), at: now, actor, action, target: userId, before, after, requestId } })
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
