import assert from 'node:assert/strict'
import { argon2Sync, type Argon2Parameters } from 'node:crypto'
import { test } from 'node:test'

import { createPasswordHasher, MAX_DERIVATIONS } from './passwordHasher.ts'

test('knows its own password and no other', async () => {
  const hasher = createPasswordHasher()
  const phc = await hasher.hash('correct horse battery')
  assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.equal(await hasher.verify('correct horse battery', phc), true)
  assert.equal(await hasher.verify('correct horse batterz', phc), false)
})

test('takes the same password in another composition', async () => {
  const hasher = createPasswordHasher()
  assert.equal(await hasher.verify('e\u0301le\u0301phant rose', await hasher.hash('éléphant rose')), true)
})

test('does the same work where there is no account, and says no', async () => {
  const asked: Argon2Parameters[] = []
  const hasher = createPasswordHasher(async (parameters) => {
    asked.push(parameters)
    return Buffer.alloc(parameters.tagLength)
  })
  const phc = await hasher.hash('correct horse battery')
  await hasher.verify('correct horse battery', phc)
  assert.equal(await hasher.verify('correct horse battery', null), false)
  const cost = ({ memory, passes, parallelism, tagLength }: Argon2Parameters): number[] => [memory, passes, parallelism, tagLength]
  assert.deepEqual(asked.map(cost), [
    [19_456, 2, 1, 32],
    [19_456, 2, 1, 32],
    [19_456, 2, 1, 32],
  ])
})

test('still checks a hash of weaker parameters, and says that it is dated', async () => {
  const nonce = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', { message: 'an old password', nonce, memory: 4096, passes: 1, parallelism: 1, tagLength: 32 })
  const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
  const old = `$argon2id$v=19$m=4096,t=1,p=1$${plain(nonce)}$${plain(tag)}`
  const hasher = createPasswordHasher()
  assert.equal(await hasher.verify('an old password', old), true)
  assert.equal(hasher.isDated(old), true)
  assert.equal(hasher.isDated(await hasher.hash('an old password')), false)
})

test('throws for a stored hash that is none', async () => {
  await assert.rejects(createPasswordHasher().verify('whatever it is', 'plain'), TypeError)
})

test('refuses more checks at a time than it can get through, then goes on', async () => {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const hasher = createPasswordHasher(async ({ tagLength }) => gate.then(() => Buffer.alloc(tagLength)))
  const waiting = Array.from({ length: MAX_DERIVATIONS }, () => hasher.verify('whatever it is', null))
  await assert.rejects(hasher.verify('one more', null), { extensions: { code: 'SERVICE_UNAVAILABLE' } })
  open()
  assert.equal((await Promise.all(waiting)).length, MAX_DERIVATIONS)
  assert.equal(await hasher.verify('one more', null), false)
})
