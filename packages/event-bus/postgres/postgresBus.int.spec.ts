import { after, test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'
import { createTestDatabase, testServerUrl } from '@agora/testkit/database.ts'

import { busContract } from '../testing/contract.ts'
import { survivesAnOutage } from '../testing/outage.ts'

const database = await createTestDatabase('bus')
busContract({ busUrl: database.appUrl })
after(() => database.drop())

test('the database may go away and come back', async () => {
  const allow = async (allowed: boolean): Promise<void> => {
    await withClient(testServerUrl(), async (admin) => {
      await admin.query(`ALTER DATABASE ${database.name} ALLOW_CONNECTIONS ${allowed}`)
      if (!allowed) await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database.name])
    })
  }
  await survivesAnOutage({ busUrl: database.appUrl }, { begin: () => allow(false), end: () => allow(true) })
})
