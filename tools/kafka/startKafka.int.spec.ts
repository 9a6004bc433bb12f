import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { noKafka } from '@agora/event-bus/testing/kafkaBrokers.ts'
import { survivesAnOutage } from '@agora/event-bus/testing/outage.ts'

import { startKafka } from './startKafka.ts'

// Beside TEST_KAFKA_BROKERS, because a broker that others use cannot be killed.
test('a broker that was killed comes back to its address with all its messages', { skip: noKafka }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'agora-kafka-'))
  const options = { folder: join(folder, 'kafka'), logFile: join(folder, 'kafka.log') }
  let kafka = await startKafka(options)
  after(async () => {
    await kafka.stop()
    await rm(folder, { recursive: true, force: true })
  })
  await survivesAnOutage(
    { kafkaBrokers: [kafka.brokers] },
    {
      begin: () => kafka.kill(),
      end: async () => {
        kafka = await startKafka({ ...options, port: kafka.port })
      },
    },
  )
})
