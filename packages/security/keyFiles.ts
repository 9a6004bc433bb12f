import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A symmetric key that two processes share, and since when. */
export interface Key {
  readonly kid: string
  /** 32 bytes or more. */
  readonly secret: Buffer
  /** Milliseconds since 1970. */
  readonly bornAt: number
}

/** How many keys of an edge are accepted at a time. */
export const ACCEPTED_KEYS = 2
const DAY_MS = 24 * 60 * 60 * 1000
const SECRET_BYTES = 32
const NAME = /^([A-Za-z0-9_-]{1,64})\.key$/
const BIRTH = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/

/**
 * The keys of a folder, newest first. The birth of a key stands in its name, for a mounted volume may give all its files one
 * time; a key that was named otherwise counts from when its file was written.
 */
export function readKeys(dir: string): Key[] {
  const keys = readdirSync(dir).flatMap((name) => {
    const kid = NAME.exec(name)?.[1]
    return kid === undefined ? [] : readKey(join(dir, name), kid)
  })
  return keys.sort((a, b) => b.bornAt - a.bornAt || (a.kid < b.kid ? 1 : -1))
}

function readKey(path: string, kid: string): Key[] {
  try {
    const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url')
    return secret.length < SECRET_BYTES ? [] : [{ kid, secret, bornAt: birthOf(kid) ?? statSync(path).mtimeMs }]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // retired between the listing and the reading
    throw error
  }
}

function birthOf(kid: string): number | undefined {
  const parts = BIRTH.exec(kid)
  if (parts === null) return undefined
  const [year = 0, month = 1, ...rest] = parts.slice(1).map(Number)
  const [day = 1, hour = 0, minute = 0, second = 0, millisecond = 0] = rest
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
}

/** Writes a new key into the folder, which is made if it is not there; nobody but the owner may read either. Answers its `kid`. */
export function makeKey(dir: string, now: Date): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
  const kid = `${now.toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`
  const draft = join(dir, `.${kid}.draft`)
  writeFileSync(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' })
  renameSync(draft, join(dir, `${kid}.key`)) // a reader sees the whole key or none
  return kid
}

/**
 * Sees to it that the folder has a key younger than a day, or than so many milliseconds, and drops those that nobody accepts any more. Safe to
 * call often.
 * @returns the `kid` of the key that was made, or undefined when none was due.
 */
export function rotateKeys(dir: string, now: Date, everyMs: number = DAY_MS): string | undefined {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const newest = readKeys(dir)[0]
  if (newest !== undefined && now.getTime() - newest.bornAt < everyMs) return undefined
  const kid = makeKey(dir, now)
  for (const old of readKeys(dir).slice(ACCEPTED_KEYS)) rmSync(join(dir, `${old.kid}.key`), { force: true })
  return kid
}
