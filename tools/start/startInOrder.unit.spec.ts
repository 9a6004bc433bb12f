import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Service, ServicePlan } from './service.ts'
import { startInOrder, type Entry } from './startInOrder.ts'

const never = new Promise<string>(() => {})
const planOf = (name: string): ServicePlan => ({ name, command: [`${name}.ts`], environment: {}, logFile: '' })
const entry = (name: string, ...after: string[]): Entry<null> => ({ name, after, plan: () => planOf(name) })

function starter(delays: Readonly<Record<string, number>> = {}) {
  const events: string[] = []
  const start = async ({ name }: ServicePlan): Promise<Service> => {
    events.push(`${name} starts`)
    await sleep(delays[name] ?? 1)
    if (name.startsWith('bad')) throw new Error(`${name} failed`)
    events.push(`${name} runs`)
    return { name, pid: 1, logFile: '', ports: { internalPort: 7 }, ended: never, stop: async () => {} }
  }
  return { events, start }
}

test('what waits for nothing starts at once, the rest when what it waits for runs', async () => {
  const { events, start } = starter({ a: 30, b: 5 })
  const services = await startInOrder([entry('a'), entry('b'), entry('c', 'b'), entry('d', 'a', 'c')], null, start)
  assert.deepEqual(events, ['a starts', 'b starts', 'b runs', 'c starts', 'c runs', 'a runs', 'd starts', 'd runs'])
  assert.deepEqual(
    services.map(({ name }) => name),
    ['b', 'c', 'a', 'd'],
  )
})

test('a plan sees the services that it waited for', async () => {
  let port: number | undefined
  const plan: Entry<null>['plan'] = (_facts, running) => {
    port = running('a').ports['internalPort']
    return planOf('b')
  }
  await startInOrder([entry('a'), { name: 'b', after: ['a'], plan }], null, starter().start)
  assert.equal(port, 7)
})

test('a failure is thrown once the others have ended or run, and nothing that waits for it is started', async () => {
  const { events, start } = starter({ slow: 20 })
  await assert.rejects(startInOrder([entry('bad'), entry('slow'), entry('after', 'bad')], null, start), { message: 'bad failed' })
  assert.deepEqual(events, ['bad starts', 'slow starts', 'slow runs'])
})

test('waiting for what stands below, or for nothing known, is a mistake in the table', async () => {
  await assert.rejects(startInOrder([entry('a', 'b'), entry('b')], null, starter().start), {
    message: /a waits for b, which does not stand above it/,
  })
})
