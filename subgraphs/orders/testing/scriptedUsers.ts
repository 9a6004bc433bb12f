import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose'

import { fail, ok } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'
import { internalServer } from '@agora/rpc/internalServer.ts'
import { keys, type JsonWebKey } from '@agora/rpc/methods/identity.ts'
import { serveMethod } from '@agora/rpc/routes.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

/** The issuer that the tests' tokens name. */
export const ISSUER = 'http://localhost:4000'

/** Users, as far as orders sees it: a real server that hands out the public key of the tokens made here. */
export interface ScriptedUsers {
  readonly url: string
  /** A guest's access token that ends in an hour from `now`, unless the claims say otherwise. */
  guestToken(sub: string, now: Date, claims?: JWTPayload): Promise<string>
  /** While true, every call fails. */
  down: boolean
  stop(): Promise<void>
}

/** Starts the server on a free port. */
export async function startUsers(edge: KeyFolder, logger: Logger): Promise<ScriptedUsers> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const published = [await publish(publicKey)]
  const route = serveMethod(keys, ['orders'], async () => (users.down ? fail({ code: 'unavailable', message: 'scripted' }) : ok({ keys: published })))
  const server = await internalServer({ name: 'users', port: 0, routes: [route], gets: [], keysByCaller: { orders: edge }, logger })
  const users: ScriptedUsers = {
    url: server.url,
    down: false,
    guestToken(sub, now, claims = {}) {
      const iat = Math.floor(now.getTime() / 1000)
      return new SignJWT({ iss: ISSUER, aud: 'agora', sub, roles: ['GUEST'], iat, exp: iat + 3600, ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'script' })
        .sign(privateKey)
    },
    stop: () => server.stop(0),
  }
  return users
}

async function publish(key: CryptoKey): Promise<JsonWebKey> {
  const { x = '', y = '' } = await exportJWK(key)
  return { kid: 'script', kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig' }
}
