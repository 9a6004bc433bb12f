import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readEnvironment } from '@agora/environment/environment.ts'

import { busEnvironment } from './busEnvironment.ts'

test('brokers are a list separated by commas', () => {
  const { KAFKA_BROKERS } = readEnvironment(busEnvironment, { KAFKA_BROKERS: 'a.example:9092, 10.0.0.1:9093,[::1]:9094' })
  assert.deepEqual(KAFKA_BROKERS, ['a.example:9092', '10.0.0.1:9093', '[::1]:9094'])
})

test('a broker without a port, or an address that is no database, is refused by name', () => {
  assert.throws(() => readEnvironment(busEnvironment, { KAFKA_BROKERS: 'a.example', BUS_DATABASE_URL: 'https://a.example' }), {
    message: /KAFKA_BROKERS.*host:port[\s\S]*BUS_DATABASE_URL/,
  })
})
