import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { readKafkaAccess } from './kafkaAccess.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-access-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'secret')
writeFileSync(file, 'from the file\n')
const account = { KAFKA_SASL_MECHANISM: 'scram-sha-256', KAFKA_SASL_USERNAME: 'agora' } as const

test('without settings a cluster is spoken to in the clear, with any of them over TLS', () => {
  assert.equal(readKafkaAccess({}), undefined)
  assert.deepEqual(readKafkaAccess({ KAFKA_TLS_CA_FILE: file }), { authorities: 'from the file\n' })
  assert.deepEqual(readKafkaAccess({ ...account, KAFKA_SASL_PASSWORD: 'said' }), {
    authorities: undefined,
    sasl: { mechanism: 'scram-sha-256', username: 'agora', password: 'said' },
  })
})

test('a password in a file ends before its line break', () => {
  assert.equal(readKafkaAccess({ ...account, KAFKA_SASL_PASSWORD_FILE: file })?.sasl?.password, 'from the file')
})

test('half an account, two passwords and a file that is not there are refused by name, and the password is not told', () => {
  const refused = { name: 'EnvironmentError', message: /^(?!.*said).*KAFKA_SASL/ }
  assert.throws(() => readKafkaAccess({ KAFKA_SASL_USERNAME: 'agora', KAFKA_SASL_PASSWORD: 'said' }), refused)
  assert.throws(() => readKafkaAccess({ ...account }), refused)
  assert.throws(() => readKafkaAccess({ ...account, KAFKA_SASL_PASSWORD: 'said', KAFKA_SASL_PASSWORD_FILE: file }), refused)
  assert.throws(() => readKafkaAccess({ ...account, KAFKA_SASL_PASSWORD_FILE: join(folder, 'none') }), {
    message: /^KAFKA_SASL_PASSWORD_FILE: ENOENT/,
  })
})
