import type pg from 'pg'
import { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import type { Result } from '@agora/errors/result.ts'
import { isId } from '@agora/ids/typeId.ts'
import { parsePage, toConnection, type Connection, type ListOrder, type Page, type PageArguments } from '@agora/subgraph-kit/connection.ts'
import { version } from '@agora/subgraph-kit/inputFields.ts'
import { readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import { accountRoles, type AccountRole, type User } from '../accounts/user.ts'
import { countUsers, listUsers, userById, type UserFilter, type UserStretch } from '../accounts/userRepository.ts'
import type { UsersContext } from '../context.ts'
import { invalid } from '../inputs/fields.ts'
import { momentAndId } from '../listPage.ts'
import { accountOf } from '../viewerAccount.ts'
import type { AuditEntry } from './auditTrail.ts'
import type { StandingRefusal } from './decide.ts'
import type { StaffAction, Standings } from './standings.ts'

/** Why staff could not change an account. Resolves the SDL type StaffUserError. */
export interface StaffRefusal extends InputFault {
  readonly code: 'INVALID_INPUT' | StandingRefusal
}

/** What managing accounts needs. */
export interface StaffServices {
  readonly pool: pg.Pool
  readonly standings: Standings
}

interface InputArgument {
  readonly input: unknown
}

interface UserPayload {
  readonly user: User | null
  readonly userErrors: readonly StaffRefusal[]
}

type Position = [string, string]

/** A page of accounts and what the whole list was asked for by. */
export type UserList = Connection<User> & { readonly filter: UserFilter }

interface UsersArguments extends PageArguments {
  readonly search?: string | null | undefined
  readonly role?: AccountRole | null | undefined
}

const userOrder: ListOrder<User, Position> = { name: 'users', values: momentAndId, positionOf: ({ createdAt, id }) => [createdAt.toISOString(), id] }
const trailOrder: ListOrder<AuditEntry, Position> = { name: 'audit', values: momentAndId, positionOf: ({ at, id }) => [at.toISOString(), id] }

const userId = z.string().refine((text) => isId('User', text), 'is not the id of an account')
const standingShape = z.object({ userId, expectedVersion: version })
const rolesShape = standingShape.extend({ roles: z.array(z.enum(accountRoles)).max(accountRoles.length, `must be at most ${accountRoles.length}`) })

const REFUSALS: Readonly<Record<StandingRefusal, InputFault>> = {
  USER_NOT_FOUND: { message: 'There is no such account', field: ['input', 'userId'] },
  NO_ROLE: { message: 'An account has at least one role', field: ['input', 'roles'] },
  LAST_ADMIN: { message: 'Somebody must be left who can manage accounts', field: null },
  VERSION_CONFLICT: { message: 'The account was changed in between: look again', field: ['input', 'expectedVersion'] },
}

const stretchOf = <Row>({ direction, position: beyond, fetch }: Page<Row, Position>): UserStretch => ({
  backward: direction === 'backward',
  position: beyond,
  fetch,
})

/** Queries of staff. */
export function staffQueries(pool: pg.Pool) {
  return {
    user: (_: unknown, { id }: { readonly id: string }, { users }: UsersContext): Promise<User | null> | null =>
      isId('User', id) ? users.load(id) : null,
    async users(_: unknown, args: UsersArguments): Promise<UserList> {
      const page = parsePage(args, userOrder)
      const filter = { search: searchOf(args.search), role: args.role ?? null }
      return { ...toConnection(await listUsers(pool, filter, stretchOf(page)), page), filter }
    },
  }
}

/** Fields of UserConnection that are not its own: the whole list is counted only for who asks. */
export const userListFields = (pool: pg.Pool) => ({ totalCount: ({ filter }: UserList): Promise<number> => countUsers(pool, filter) })

function searchOf(search: string | null | undefined): string | null {
  const text = search?.trim().normalize('NFC') ?? ''
  if (text.length > 100) throw codedError('BAD_USER_INPUT', '`search` must have at most 100 characters')
  return text === '' ? null : text.replaceAll('\0', '')
}

/** Mutations of staff. */
export function staffMutations({ pool, standings }: StaffServices) {
  const answer = async (id: string, outcome: Result<null, StandingRefusal>): Promise<UserPayload> => ({
    user: (await userById(pool, id)) ?? null,
    userErrors: outcome.ok ? [] : [{ code: outcome.error, ...REFUSALS[outcome.error] }],
  })
  const refused = (userErrors: readonly StaffRefusal[]): UserPayload => ({ user: null, userErrors })
  const byStaff = ({ viewer, requestId }: UsersContext, action: StaffAction['action']): StaffAction => ({
    actor: accountOf(viewer).userId,
    requestId,
    action,
  })

  const setStatus =
    (action: 'deactivateUser' | 'reactivateUser', status: User['status']) =>
    async (_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> => {
      const parsed = readInput(standingShape, input)
      if (!parsed.ok) return refused(invalid(parsed.error))
      const { userId: id, ...seen } = parsed.value
      return answer(id, await standings.setStatus(id, status, { ...byStaff(context, action), ...seen }))
    }
  return {
    async setUserRoles(_: unknown, { input }: InputArgument, context: UsersContext): Promise<UserPayload> {
      const parsed = readInput(rolesShape, input)
      if (!parsed.ok) return refused(invalid(parsed.error))
      const { userId: id, roles, ...seen } = parsed.value
      return answer(id, await standings.setRoles(id, roles, { ...byStaff(context, 'setUserRoles'), ...seen }))
    },
    deactivateUser: setStatus('deactivateUser', 'DEACTIVATED'),
    reactivateUser: setStatus('reactivateUser', 'ACTIVE'),
  }
}

/** `User.auditTrail`: newest first. */
export async function auditTrailOf(id: string, args: PageArguments, { trails }: UsersContext) {
  const page = parsePage(args, trailOrder)
  return { ...toConnection(await trails(stretchOf(page)).load(id), page), totalCount: null }
}
