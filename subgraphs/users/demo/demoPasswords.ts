import { readFile } from 'node:fs/promises'

import type pg from 'pg'
import { z } from 'zod'

import type { Logger } from '@agora/logger/logger.ts'

import { parseEmail } from '../email/emailAddress.ts'
import type { PasswordHasher } from '../passwords/passwordHasher.ts'

/** `{ "<address>": "<password>" }`: drawn once by the runner, readable by its owner alone. */
export const passwordFile = z.record(z.string().max(254), z.string().min(8).max(128)).refine((entries) => Object.keys(entries).length <= 100)

/** What setting the passwords needs. */
export interface DemoPasswordsOptions {
  readonly pool: pg.Pool
  readonly hasher: PasswordHasher
  readonly logger: Logger
}

/** Gives each demonstration account the password that the file has for it. Other accounts are never touched, whatever the file says. */
export async function setDemoPasswords(file: string, { pool, hasher, logger }: DemoPasswordsOptions): Promise<void> {
  const entries = Object.entries(passwordFile.parse(JSON.parse(await readFile(file, 'utf8'))))
  const set = await Promise.all(entries.map(([address, password]) => setPassword(pool, hasher, { address, password })))
  logger.info({ accounts: set.filter(Boolean).length }, 'Passwords of demonstration accounts were set')
}

async function setPassword(pool: pg.Pool, hasher: PasswordHasher, { address, password }: { address: string; password: string }): Promise<boolean> {
  const email = parseEmail(address)
  if (!email.ok) return false
  const { rows } = await pool.query<{ id: string; hash: string | null }>(
    'SELECT id, password_hash AS hash FROM users WHERE email_key = $1 AND demo',
    [email.value.key],
  )
  const [account] = rows
  if (account === undefined) return false
  // A hash that still fits stays: a session is not disturbed by a restart.
  if (account.hash !== null && (await hasher.verify(password, account.hash))) return false
  const { rowCount } = await pool.query('UPDATE users SET password_hash = $2 WHERE id = $1 AND demo', [account.id, await hasher.hash(password)])
  return rowCount === 1
}
