import { randomUUID } from 'node:crypto'

import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose'

/** Somebody who issues access tokens in tests. */
export interface TestIssuer {
  /** The public half, as it stands in a JSON Web Key Set. */
  readonly publicKey: JWK
  /** A token that is right in every respect but those that the test says otherwise. */
  sign(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): Promise<string>
}

/** The issuer and audience of test tokens. */
export const ISSUER = 'http://localhost:4000'
/** The audience of Agora's own tokens. */
export const AUDIENCE = 'agora'

/** Makes an issuer with a fresh ES256 key. */
export async function createTestIssuer(kid = 'test-key'): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
    sign: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const whole = {
        iss: ISSUER,
        aud: AUDIENCE,
        sub: 'usr_1',
        sid: 'ses_1',
        scope: 'account:read',
        roles: ['CUSTOMER'],
        amr: ['pwd'],
        acr: '1',
        auth_time: now,
        iat: now,
        exp: now + 600,
        jti: randomUUID(),
        ...claims,
      }
      return new SignJWT(whole as JWTPayload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header }).sign(privateKey)
    },
  }
}

/** A token that nobody signed: `alg: none` with an empty signature, under claims that would otherwise do. */
export function unsignedToken(alg = 'none'): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  return `${part({ alg, typ: 'at+jwt', kid: 'test-key' })}.${part({ iss: ISSUER, aud: AUDIENCE, sub: 'usr_1', roles: ['ADMIN'], iat: now, exp: now + 600 })}.`
}
