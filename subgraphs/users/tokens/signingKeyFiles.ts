import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import type { JsonWebKey } from '@agora/rpc/methods/identity.ts'

import { isRotationDue, selectKeys, type DatedKey } from './keySelection.ts'

/** A key that signs access tokens. */
export interface SigningKey extends DatedKey {
  readonly privateKey: KeyObject
  /** The half that everyone may have. */
  readonly publicJwk: JsonWebKey
}

const FILE = /^((\d{13})-[0-9a-f]{8})\.jwk$/
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const privateJwk = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate, d: coordinate })

/** Reads `<kid>.jwk` of a folder. A `kid` begins with the key's birth in milliseconds, for a mounted volume may give all its files one time. */
export function readSigningKeys(dir: string): SigningKey[] {
  return readdirSync(dir).flatMap((name) => {
    const [, kid, birth] = FILE.exec(name) ?? []
    if (kid === undefined) return []
    const { d, ...open } = privateJwk.parse(JSON.parse(readFileSync(join(dir, name), 'utf8')))
    return [
      {
        kid,
        bornAt: Number(birth),
        privateKey: createPrivateKey({ key: { ...open, d }, format: 'jwk' }),
        publicJwk: { kid, ...open, alg: 'ES256', use: 'sig' },
      },
    ]
  })
}

/** Writes a new key into the folder, which is made if it is not there; nobody but the owner may read either. Answers its `kid`. */
function makeSigningKey(dir: string, now: Date): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
  const kid = `${String(now.getTime()).padStart(13, '0')}-${randomBytes(4).toString('hex')}`
  const draft = join(dir, `.${kid}.draft`)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeFileSync(draft, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600, flag: 'wx' })
  renameSync(draft, join(dir, `${kid}.jwk`)) // a reader sees the whole key or none
  return kid
}

/**
 * Sees to it that the folder has a key younger than a day, and removes keys whose last token has expired. Safe to call often.
 * @returns the `kid` of the key that was made, or undefined when none was due.
 */
export function rotateSigningKeys(dir: string, now: Date): string | undefined {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const keys = readSigningKeys(dir)
  for (const { kid } of selectKeys(keys, now.getTime()).retired) rmSync(join(dir, `${kid}.jwk`), { force: true })
  return isRotationDue(keys, now.getTime()) ? makeSigningKey(dir, now) : undefined
}
