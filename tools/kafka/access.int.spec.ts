import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { inspect } from 'node:util'

import type { EventBus } from '@agora/event-bus/bus.ts'
import { busOf } from '@agora/event-bus/busEnvironment.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { collect, fresh, numbered } from '@agora/event-bus/testing/busUnderTest.ts'
import { noKafka } from '@agora/event-bus/testing/kafkaBrokers.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { makeAuthority } from '@agora/testkit/testAuthority.ts'

import { freePort } from '../postgres/freePort.ts'
import { startKafka, type Kafka } from './startKafka.ts'

type Settings = Partial<Parameters<typeof busOf>[0]>

const account = { username: 'agora', password: 'a-password-that-nobody-logs' }
const lines: string[] = []
const logger = createLogger({ service: 'test', level: 'debug', destination: { write: (line: string) => void lines.push(line) } })

describe('a cluster that asks who its clients are', { skip: noKafka }, () => {
  let folder = ''
  let port = 0
  let kafka: Kafka | undefined
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agora-kafka-'))
    port = await freePort()
    const authority = makeAuthority()
    const { certificate, privateKey } = authority.issue({ names: ['localhost'] })
    await writeFile(join(folder, 'keystore.pem'), privateKey + certificate, { mode: 0o600 })
    await writeFile(join(folder, 'authority.pem'), authority.certificate)
    await writeFile(join(folder, 'another.pem'), makeAuthority().certificate)
    await writeFile(join(folder, 'password'), `${account.password}\n`, { mode: 0o600 })
    const secure = { port, host: 'localhost', keystoreFile: join(folder, 'keystore.pem'), ...account }
    kafka = await startKafka({ folder: join(folder, 'kafka'), logFile: join(folder, 'kafka.log'), secure })
  })
  after(async () => {
    await kafka?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (topic: string, settings: Settings): Promise<EventBus> => {
    const right: Settings = {
      KAFKA_BROKERS: [`localhost:${port}`],
      KAFKA_TLS_CA_FILE: join(folder, 'authority.pem'),
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: account.username,
      KAFKA_SASL_PASSWORD: account.password,
    }
    return openBus({ ...busOf({ ...right, ...settings }), name: 'test', topics: [topic], logger })
  }
  const carries = async (settings: Settings): Promise<void> => {
    const topic = fresh('topic')
    const bus = await open(topic, settings)
    try {
      const reader = await collect(bus, { group: fresh('group'), topics: [topic] })
      await bus.publish(numbered(topic, 'k', { count: 3 }))
      await reader.until((values) => values.length === 3)
    } finally {
      await bus.close()
    }
  }

  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    test(`who says the right password by ${mechanism} publishes and reads`, () => carries({ KAFKA_SASL_MECHANISM: mechanism }))
    test(`a wrong password is refused by ${mechanism}`, async () => {
      const wrong = { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_PASSWORD: `${account.password}!` }
      await assert.rejects(open('t', wrong), {
        name: 'KafkaRefusal',
        message: /^Kafka refuses the name, the password or the mechanism of KAFKA_SASL_\*: /,
      })
    })
  }

  test('a password may lie in a file', () => carries({ KAFKA_SASL_PASSWORD: undefined, KAFKA_SASL_PASSWORD_FILE: join(folder, 'password') }))

  test('a broker whose authority is not trusted is not spoken to', async () => {
    await assert.rejects(open('t', { KAFKA_TLS_CA_FILE: join(folder, 'another.pem') }), {
      name: 'KafkaRefusal',
      message: /is not trusted .*KAFKA_TLS_CA_FILE/,
    })
    await assert.rejects(open('t', { KAFKA_TLS_CA_FILE: undefined }), { name: 'KafkaRefusal', message: /is not trusted .*KAFKA_TLS_CA_FILE/ })
  })

  test('a broker whose certificate is for another name is not spoken to', async () => {
    await assert.rejects(open('t', { KAFKA_BROKERS: [`127.0.0.1:${port}`] }), {
      name: 'KafkaRefusal',
      message: `The certificate of the broker 127.0.0.1:${port} is for another name: give in KAFKA_BROKERS the names that certificates carry`,
    })
  })

  test('a password never goes to a broker that does not speak TLS', async () => {
    await assert.rejects(open('t', { KAFKA_BROKERS: [kafka?.brokers ?? ''] }), /before secure TLS connection was established/)
  })

  test('more copies than brokers are refused, before anything is made', async () => {
    const topic = fresh('topic')
    await assert.rejects(open(topic, { KAFKA_REPLICATION: 3 }), {
      name: 'KafkaRefusal',
      message: 'The cluster has fewer brokers than KAFKA_REPLICATION asks copies for',
    })
  })

  test('no line and no error tells the password', async () => {
    const failure = await open('t', { KAFKA_SASL_PASSWORD: 'a-wrong-one-that-nobody-logs' }).catch((error: unknown) => error)
    const told = inspect(failure, { depth: 9 }) + lines.join('\n')
    assert.notEqual(lines.length, 0)
    assert.deepEqual([told.includes(account.password), told.includes('a-wrong-one-that-nobody-logs')], [false, false])
  })
})
