import { setTimeout as delay } from 'node:timers/promises'

import { accepted, refused, type Cart, type Journey, type UserErrors } from './journey.ts'
import { expect, present } from './step.ts'

/** An account is asked for. */
export async function register({ shopper }: Journey): Promise<string> {
  const { email, password } = shopper
  const { register: answer } = await shopper.send<{ register: UserErrors }>('Register', { email, password, displayName: 'Golden Shopper' })
  accepted(answer)
  return email
}

/** Its address is proven by what was mailed to it. */
export async function verify({ shopper }: Journey): Promise<string> {
  const token = await shopper.mailedToken()
  const { verifyEmail } = await shopper.send<{ verifyEmail: UserErrors }>('VerifyEmail', { token })
  accepted(verifyEmail)
  return 'by the token in the development inbox'
}

/** The account is opened by its password. */
export async function signIn(journey: Journey): Promise<string> {
  const { shopper } = journey
  const { email, password } = shopper
  const { signIn: answer } = await shopper.send<{ signIn: { accessToken: string | null } & UserErrors }>('SignIn', { email, password })
  journey.accessToken = present(answer.accessToken, refused(answer))
  shopper.become(journey.accessToken)
  const { me } = await shopper.send<{ me: { email: string; emailVerified: boolean; cart: Cart | null } }>('Me')
  expect(me.email === email && me.emailVerified, 'somebody else signed in')
  expect(me.cart === null, 'a new account has a cart already')
  return `as ${me.email}, verified`
}

/** The session is ended by its owner. */
export async function signOut({ shopper }: Journey): Promise<string> {
  const { signOut: answer } = await shopper.send<{ signOut: { endedSessions: number } }>('SignOut')
  expect(answer.endedSessions === 1, `${answer.endedSessions} sessions ended`)
  return 'the session ended'
}

/** Its token opens nothing any more. */
export async function tokenRefused({ shopper }: Journey): Promise<string> {
  const asked = Date.now()
  while (Date.now() - asked < 2000) {
    const { status, errors } = await shopper.try('Me')
    if (status === 401 && errors[0]?.extensions?.code === 'UNAUTHENTICATED')
      return `401 UNAUTHENTICATED after ${((Date.now() - asked) / 1000).toFixed(1)} s`
    await delay(100)
  }
  throw new Error('the token still opens the account 2 s after signing out')
}
