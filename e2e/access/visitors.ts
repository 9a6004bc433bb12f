import { decodeJwt, SignJWT } from 'jose'

import type { Role } from '@agora/security/roles.ts'
import { scopesOf } from '@agora/security/roles.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readSigningKeys } from '../../subgraphs/users/tokens/signingKeyFiles.ts'
import { newCustomer, newGuest, signIn, type Customer } from '../people.ts'
import { graphqlUrl } from '../stack.ts'
import type { Caller } from './table.ts'

/** A token to be signed with the key that users signs with. */
export interface ForgedToken {
  /** Whose claims it repeats. */
  readonly like: string
  readonly keysDir: string
  readonly roles: readonly Role[]
  /** @default the subject that is repeated */
  readonly subject?: string
  /** @default 'agora' */
  readonly audience?: string
  /** Seconds from now; negative for a token that has expired. @default 300 */
  readonly expiresIn?: number
}

/** Signs a token as users would, with what is asked to be wrong. */
export async function signToken({ like, keysDir, roles, subject, audience = 'agora', expiresIn = 300 }: ForgedToken): Promise<string> {
  const key = readSigningKeys(keysDir).toSorted((one, other) => one.bornAt - other.bornAt)[0]
  if (key === undefined) throw new Error(`There is no key in ${keysDir}`)
  const now = Math.floor(Date.now() / 1000)
  const claims = decodeJwt(like)
  return new SignJWT({
    ...claims,
    ...(subject === undefined ? {} : { sub: subject }),
    roles,
    scope: scopesOf(roles).join(' '),
    jti: crypto.randomUUID(),
  })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .setAudience(audience)
    .setIssuedAt(now - 600)
    .setExpirationTime(now + expiresIn)
    .sign(key.privateKey)
}

/** Somebody of a role, who can sign in again as often as a spec likes. */
export interface Visitor {
  readonly accessToken: string
  /** The token of another session of the same account (of another guest, for a guest). */
  anotherToken(): Promise<string>
}

const SET_ROLES = `mutation ($input: SetUserRolesInput!) { setUserRoles(input: $input) { user { roles } userErrors { code message } } }`

/** Gives an account its role, as an administrator would, and signs it in again. */
async function promoted(account: Customer, role: Role, keysDir: string): Promise<Visitor> {
  const again = async (): Promise<string> => (await signIn(account.email, account.password)).accessToken
  if (role === 'CUSTOMER') return { accessToken: account.accessToken, anotherToken: again }
  const administrator = createGraphqlClient(graphqlUrl).as(await signToken({ like: account.accessToken, keysDir, roles: ['ADMIN'] }))
  const { me } = await account.client.data<{ me: { id: string; version: number } }>('{ me { id version } }')
  const { setUserRoles } = await administrator.data<{ setUserRoles: { userErrors: readonly unknown[] } }>(SET_ROLES, {
    input: { userId: me.id, roles: [role], expectedVersion: me.version },
  })
  if (setUserRoles.userErrors.length > 0) throw new Error(`${role} was refused: ${JSON.stringify(setUserRoles.userErrors)}`)
  return { accessToken: await again(), anotherToken: again }
}

/** One visitor of every role, each with an account and a session of its own. */
export async function newVisitors(keysDir: string): Promise<ReadonlyMap<Caller, Visitor>> {
  const guestToken = async (): Promise<string> => (await newGuest()).accessToken
  const visitors = new Map<Caller, Visitor>([['GUEST', { accessToken: await guestToken(), anotherToken: guestToken }]])
  for (const role of ['CUSTOMER', 'SUPPORT', 'MERCHANDISER', 'FINANCE', 'ADMIN'] as const) {
    visitors.set(role, await promoted(await newCustomer(), role, keysDir))
  }
  return visitors
}
