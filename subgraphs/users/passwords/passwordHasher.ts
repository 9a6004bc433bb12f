import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'

import { codedError } from '@agora/errors/graphqlError.ts'

import { composePassword } from './passwordPolicy.ts'

/** Derives a key off the event loop. */
export type Derive = (parameters: Argon2Parameters) => Promise<Buffer>

/** Hashes and checks passwords. */
export interface PasswordHasher {
  /** The PHC string of a password. */
  hash(password: string): Promise<string>
  /** Whether it is the password of this hash. Without a hash the same work is done and the answer is no. */
  verify(password: string, phc: string | null): Promise<boolean>
  /** Whether a hash was made with weaker parameters than today's. */
  isDated(phc: string): boolean
}

/** The OWASP Password Storage Cheat Sheet's minimum for argon2id: 19 MiB, two passes, one lane. Memory in KiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const TAG_BYTES = 32
const SALT_BYTES = 16
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})$/

const derivePromised = promisify(argon2)
const deriveArgon2id: Derive = (parameters) => derivePromised('argon2id', parameters)

/** So many derivations may wait or run: about a second of work for the four threads that do it. */
export const MAX_DERIVATIONS = 100

/** Refuses with SERVICE_UNAVAILABLE what would only make everybody wait longer. */
function bounded(derive: Derive): Derive {
  let pending = 0
  return async (parameters) => {
    if (pending >= MAX_DERIVATIONS) throw codedError('SERVICE_UNAVAILABLE', 'Too many passwords are being checked: try again shortly')
    pending += 1
    try {
      return await derive(parameters)
    } finally {
      pending -= 1
    }
  }
}

/** @param unbounded the derivation; tests count its calls */
export function createPasswordHasher(unbounded: Derive = deriveArgon2id): PasswordHasher {
  const derive = bounded(unbounded)
  // No password has this hash: it is checked against where there is no account, so that the answer takes as long.
  const nobody = phcOf(randomBytes(SALT_BYTES), randomBytes(TAG_BYTES))
  return {
    async hash(password) {
      const nonce = randomBytes(SALT_BYTES)
      return phcOf(nonce, await derive({ message: composePassword(password), nonce, ...COST, tagLength: TAG_BYTES }))
    },
    async verify(password, phc) {
      const { nonce, tag, memory, passes, parallelism } = readPhc(phc ?? nobody)
      const derived = await derive({ message: composePassword(password), nonce, memory, passes, parallelism, tagLength: tag.length })
      return timingSafeEqual(derived, tag) && phc !== null
    },
    isDated(phc) {
      const { memory, passes } = readPhc(phc)
      return memory < COST.memory || passes < COST.passes
    },
  }
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

const phcOf = (salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(tag)}`

function readPhc(phc: string): { nonce: Buffer; tag: Buffer; memory: number; passes: number; parallelism: number } {
  const parts = PHC.exec(phc)
  if (parts === null) throw new TypeError('A stored password hash is not a PHC string of argon2id')
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts
  return {
    nonce: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  }
}
