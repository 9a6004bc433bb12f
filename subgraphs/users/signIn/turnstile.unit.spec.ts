import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createTurnstile } from './turnstile.ts'

test('does one piece of work at a time for a key, in order', async () => {
  const turnstile = createTurnstile(10)
  const seen: string[] = []
  const work = (name: string) => async (): Promise<string> => {
    seen.push(`${name} in`)
    await Promise.resolve()
    seen.push(`${name} out`)
    return name
  }
  const answers = await Promise.all([turnstile.pass('key', work('a')), turnstile.pass('key', work('b'))])
  assert.deepEqual(seen, ['a in', 'a out', 'b in', 'b out'])
  assert.deepEqual(answers, [
    { ok: true, value: 'a' },
    { ok: true, value: 'b' },
  ])
})

test('lets different keys through side by side', async () => {
  const turnstile = createTurnstile(10)
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const waiting = turnstile.pass('slow', () => gate)
  assert.deepEqual(await turnstile.pass('quick', async () => 1), { ok: true, value: 1 })
  open()
  await waiting
})

test('refuses when too many wait, and forgets those who left', async () => {
  const turnstile = createTurnstile(2)
  const pass = (): Promise<unknown> => turnstile.pass('key', async () => 1)
  const answers = await Promise.all([pass(), pass(), pass()])
  assert.deepEqual(answers, [
    { ok: true, value: 1 },
    { ok: true, value: 1 },
    { ok: false, error: 'crowded' },
  ])
  assert.deepEqual(await pass(), { ok: true, value: 1 })
})

test('goes on after work that failed', async () => {
  const turnstile = createTurnstile(2)
  const broken = turnstile.pass('key', () => Promise.reject(new Error('broken')))
  const next = turnstile.pass('key', async () => 2)
  await assert.rejects(broken, /broken/)
  assert.deepEqual(await next, { ok: true, value: 2 })
})
