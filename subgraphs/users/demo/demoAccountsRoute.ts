import { readFile } from 'node:fs/promises'

import type { Queryable } from '@agora/database/transaction.ts'
import type { GetRoute } from '@agora/rpc/routes.ts'

import { passwordFile } from './demoPasswords.ts'

const DEMO_ACCOUNTS =
  'SELECT email, email_key AS "emailKey", roles::text[] AS roles FROM users WHERE demo AND status = \'ACTIVE\' ORDER BY email LIMIT 100'

/** The demonstration accounts that have a password in the file, for the sign-in form. The process offers it only where development doors are open. */
export function demoAccountsRoute(db: Queryable, file: string | undefined): GetRoute {
  return {
    path: '/dev/accounts.json',
    callers: ['router'],
    async answer() {
      const passwords = file === undefined ? {} : passwordFile.parse(JSON.parse(await readFile(file, 'utf8')))
      const { rows } = await db.query<{ email: string; emailKey: string; roles: string[] }>(DEMO_ACCOUNTS)
      const accounts = rows.flatMap(({ email, emailKey, roles }) => {
        const password = passwords[email] ?? passwords[emailKey]
        return password === undefined ? [] : [{ email, password, roles }]
      })
      return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ accounts }) }
    },
  }
}
