import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { createGraphqlClient, type Answer } from '@agora/testkit/graphqlClient.ts'

import { newCustomer, newGuest, signIn } from '../people.ts'
import { graphqlUrl } from '../stack.ts'

const REFRESH =
  'mutation ($refreshToken: String!) { refreshSession(input: { refreshToken: $refreshToken }) { accessToken refreshToken userErrors { code } } }'
const ME = '{ me { id email } }'

interface Refreshed {
  readonly accessToken: string | null
  readonly refreshToken: string | null
  readonly userErrors: readonly { readonly code: string }[]
}

const anybody = createGraphqlClient(graphqlUrl)

async function refresh(refreshToken: string): Promise<Refreshed> {
  return (await anybody.data<{ refreshSession: Refreshed }>(REFRESH, { refreshToken })).refreshSession
}

/** Asks until the answer is as expected or two seconds, the time a revocation may take, are over. */
async function within2s(ask: () => Promise<Answer<unknown>>, expected: (answer: Answer<unknown>) => boolean): Promise<Answer<unknown>> {
  const until = Date.now() + 2000
  for (;;) {
    const answer = await ask()
    if (expected(answer) || Date.now() > until) return answer
    await delay(100)
  }
}

const refusedToken = ({ status, errors }: Answer<unknown>): boolean => status === 401 && errors[0]?.extensions?.code === 'UNAUTHENTICATED'

test('two tabs that refresh one token at the same moment both stay signed in', async () => {
  const customer = await newCustomer()
  const tabs = await Promise.all([refresh(customer.refreshToken), refresh(customer.refreshToken)])
  for (const { accessToken, userErrors } of tabs) {
    assert.deepEqual(userErrors, [])
    const { me } = await anybody.as(accessToken ?? '').data<{ me: { email: string } }>(ME)
    assert.equal(me.email, customer.email)
  }
  const later = await Promise.all(tabs.map(({ refreshToken }) => refresh(refreshToken ?? '')))
  assert.deepEqual(
    later.map(({ userErrors }) => userErrors),
    [[], []],
  )
})

test('a refresh token that comes again after its ten seconds ends the whole family', async () => {
  const customer = await newCustomer()
  const next = await refresh(customer.refreshToken)
  await delay(10_500)
  assert.deepEqual((await refresh(customer.refreshToken)).userErrors, [{ code: 'INVALID_REFRESH_TOKEN' }])
  assert.deepEqual((await refresh(next.refreshToken ?? '')).userErrors, [{ code: 'INVALID_REFRESH_TOKEN' }])
  const answer = await within2s(() => anybody.as(next.accessToken ?? '').ask(ME), refusedToken)
  assert.ok(refusedToken(answer), 'the access token of the ended family still opens the account')
})

test('signing out everywhere refuses the tokens of every device within two seconds', async () => {
  const customer = await newCustomer()
  const phone = anybody.as((await signIn(customer.email, customer.password)).accessToken)
  assert.deepEqual(await customer.client.data('mutation { signOutEverywhere { endedSessions } }'), { signOutEverywhere: { endedSessions: 2 } })
  for (const device of [customer.client, phone]) assert.ok(refusedToken(await within2s(() => device.ask(ME), refusedToken)))
})

test('a guest is a principal with a cart but without an account', async () => {
  const { client } = await newGuest()
  const { data, errors } = await client.ask('{ me { id } cart { id } }')
  assert.deepEqual({ data, errors }, { data: { me: null, cart: null }, errors: [] })
  const change = await client.ask('mutation { updateProfile(input: { displayName: "Guest", expectedVersion: 1 }) { userErrors { code } } }')
  assert.deepEqual(
    change.errors.map(({ extensions }) => extensions?.code),
    ['UNAUTHORIZED_FIELD_OR_TYPE'],
  )
})

test('an address in other letters is the same account', async () => {
  const customer = await newCustomer()
  const shouted = customer.email.toUpperCase()
  const { register } = await anybody.data<{ register: { sentTo: string | null; userErrors: unknown[] } }>(
    'mutation ($input: RegisterInput!) { register(input: $input) { sentTo userErrors { code } } }',
    { input: { email: shouted, password: 'another password of mine', displayName: 'Twin' } },
  )
  assert.deepEqual(register.userErrors, [])
  const tokens = await signIn(shouted, customer.password)
  const { me } = await anybody.as(tokens.accessToken).data<{ me: { email: string } }>(ME)
  assert.equal(me.email, customer.email)
})

test('an address with a letter of another alphabet opens no second account beside the first', async () => {
  const customer = await newCustomer()
  const lookAlike = customer.email.replace('o', 'о')
  const { register } = await anybody.data<{ register: { userErrors: { code: string }[] } }>(
    'mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }',
    { input: { email: lookAlike, password: 'another password of mine', displayName: 'Twin' } },
  )
  const { signIn: answer } = await anybody.data<{ signIn: { accessToken: string | null } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }',
    { input: { email: lookAlike, password: 'another password of mine' } },
  )
  assert.equal(answer.accessToken, null)
  assert.ok(register.userErrors.every(({ code }) => code === 'INVALID_EMAIL'))
})
