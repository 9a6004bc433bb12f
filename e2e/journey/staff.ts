import { request } from 'undici'

import type { Role } from '@agora/security/roles.ts'

import { refused, type Journey, type UserErrors } from './journey.ts'
import { newShopper, type Shopper } from './shopper.ts'
import { expect, present } from './step.ts'

interface DemoAccount {
  readonly email: string
  readonly password: string
  readonly roles: readonly string[]
}

/** The address and password of the demonstration account of a role, as the development doors tell them. */
export async function demoAccount(operatorUrl: string, role: Role): Promise<DemoAccount> {
  const answer = await request(`${operatorUrl}/dev/accounts.json`)
  expect(answer.statusCode === 200, `the development doors answer ${answer.statusCode}: is the stack started with --dev?`)
  const { accounts } = (await answer.body.json()) as { accounts: DemoAccount[] }
  return present(
    accounts.find(({ roles }) => roles.includes(role)),
    `there is no demonstration account with the role ${role}`,
  )
}

/** Staff of a role, signed in. */
export async function staffOf({ address, staff }: Journey, role: Role): Promise<Shopper> {
  const known = staff.get(role)
  if (known !== undefined) return known
  const { email, password } = await demoAccount(address.operatorUrl, role)
  const member = newShopper(address)
  const { signIn } = await member.send<{ signIn: { accessToken: string | null } & UserErrors }>('SignIn', { email, password })
  member.become(present(signIn.accessToken, refused(signIn)))
  staff.set(role, member)
  return member
}

/** How many pieces of a variant are promised to orders, over all places. */
export async function reservedOf(journey: Journey, variantId: string): Promise<number> {
  const support = await staffOf(journey, 'SUPPORT')
  const { variant } = await support.send<{ variant: { stock: { reserved: number }[] } }>('StockOf', { variantId })
  return variant.stock.reduce((sum, { reserved }) => sum + reserved, 0)
}
