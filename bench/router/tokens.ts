import { createTestIssuer } from '../../router/testing/tokens.ts'

/** Proofs of identity for everybody in the race. */
export interface Tokens {
  /** A JSON Web Key Set with the public key. */
  readonly keySet: string
  /** Each of another user; sent in turn, they make every request one of its own. */
  readonly unique: readonly string[]
  /** Sent with every request, it makes equal requests equal. */
  readonly same: string
}

const TWELVE_HOURS = 43_200

/** Signs `count` access tokens (ES256) of as many users, and one more. */
export async function createTokens(count: number): Promise<Tokens> {
  const issuer = await createTestIssuer()
  const exp = Math.floor(Date.now() / 1000) + TWELVE_HOURS
  const sign = (number: number): Promise<string> => issuer.sign({ sub: `usr_${number}`, sid: `ses_${number}`, exp })
  const [same = '', ...unique] = await Promise.all(Array.from({ length: count + 1 }, (_, number) => sign(number)))
  return { keySet: JSON.stringify({ keys: [issuer.publicKey] }), unique, same }
}
