import { randomBytes } from 'node:crypto'

import { createGraphqlClient, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { graphqlUrl } from './stack.ts'

const anybody = createGraphqlClient(graphqlUrl)

/** Somebody with an account that a spec made for itself. */
export interface Customer {
  readonly email: string
  readonly password: string
  readonly refreshToken: string
  readonly accessToken: string
  /** Speaks with the access token. */
  readonly client: GraphqlClient
}

/** What every sign-in answers. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken userErrors { code message } } }'
const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { sentTo userErrors { code message } } }'
const START_GUEST = 'mutation { startGuestSession { accessToken userErrors { code } } }'

/** An address nobody has yet. */
const newAddress = (): string => `someone-${randomBytes(6).toString('hex')}@example.com`

/** Signs in; throws when it is refused. */
export async function signIn(email: string, password: string): Promise<Tokens> {
  const { signIn: answer } = await anybody.data<{ signIn: Tokens & { userErrors: unknown[] } }>(SIGN_IN, {
    input: { email, password, device: 'e2e' },
  })
  if (answer.userErrors.length > 0) throw new Error(`Signing in was refused: ${JSON.stringify(answer.userErrors)}`)
  return answer
}

/** Registers somebody new and signs in; the address is not verified yet. */
export async function newCustomer(email = newAddress()): Promise<Customer> {
  const password = randomBytes(12).toString('base64url')
  const { register } = await anybody.data<{ register: { userErrors: unknown[] } }>(REGISTER, {
    input: { email, password, displayName: 'Someone New' },
  })
  if (register.userErrors.length > 0) throw new Error(`Registering was refused: ${JSON.stringify(register.userErrors)}`)
  const tokens = await signIn(email, password)
  return { email, password, ...tokens, client: anybody.as(tokens.accessToken) }
}

/** A guest, with the token of the session. */
export async function newGuest(door = anybody): Promise<{ readonly accessToken: string; readonly client: GraphqlClient }> {
  const { startGuestSession } = await door.data<{ startGuestSession: { accessToken: string } }>(START_GUEST)
  return { accessToken: startGuestSession.accessToken, client: door.as(startGuestSession.accessToken) }
}

/** A variant that is sold and priced in dollars. */
export async function aVariant(place = 0, door = anybody): Promise<string> {
  const query =
    '{ products(filter: { inStock: true }, sort: NAME, first: 50) { nodes { variants { id availability price(currency: USD) { decimal } } } } }'
  const { products } = await door.data<{ products: { nodes: { variants: { id: string; availability: string; price: object | null }[] }[] } }>(query)
  const sold = products.nodes.flatMap(({ variants }) => variants).filter(({ availability, price }) => availability === 'IN_STOCK' && price !== null)
  const chosen = sold[place]
  if (chosen === undefined) throw new Error('The shop sells nothing: is it seeded?')
  return chosen.id
}
