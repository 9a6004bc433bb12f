import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readEnvironment } from '@agora/environment/environment.ts'

import { channelSettings, handlingsOf } from './settings.ts'

const handlings = (DEV: boolean, variables: Readonly<Record<string, string>>) => handlingsOf({ DEV, ...readEnvironment(channelSettings, variables) })

test('a channel that nothing is set for is not configured, and never said to have sent anything', () => {
  assert.deepEqual(handlings(false, {}), { EMAIL: 'NOT_CONFIGURED', SMS: 'NOT_CONFIGURED', PUSH: 'NOT_CONFIGURED' })
})

test('where development doors are open e-mail stays on the machine, even with a server set', () => {
  assert.deepEqual(handlings(true, { SMTP_URL: 'smtp://mail.example:587' }), { EMAIL: 'DEV_INBOX', SMS: 'NOT_CONFIGURED', PUSH: 'NOT_CONFIGURED' })
})

test('a webhook needs its secret', () => {
  const url = { SMTP_URL: 'smtps://mail.example', SMS_WEBHOOK_URL: 'https://sms.example/send' }
  assert.deepEqual(handlings(false, url), { EMAIL: 'QUEUED', SMS: 'NOT_CONFIGURED', PUSH: 'NOT_CONFIGURED' })
  assert.equal(handlings(false, { ...url, SMS_WEBHOOK_SECRET: 's'.repeat(32) }).SMS, 'QUEUED')
  assert.throws(() => handlings(false, { ...url, SMS_WEBHOOK_SECRET: 'short' }), /SMS_WEBHOOK_SECRET/)
})
