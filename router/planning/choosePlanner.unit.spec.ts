import assert from 'node:assert/strict'
import { test } from 'node:test'

import { print } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { requestOf } from '../testing/planOf.ts'
import { people } from '../testing/smallSupergraphs.ts'
import { choosePlanner } from './choosePlanner.ts'
import { holdsDefer } from './holdsDefer.ts'
import type { CreatePlanner, Planner } from './planner.ts'

const supergraph = composeSupergraph(people)
const deferred = requestOf('{ me { ... @defer { name } } }')
const plain = requestOf('{ me { name } }')

/** A planner that only writes down what it is asked. */
function scripted(name: Planner['name'], calls: string[], failure?: string): CreatePlanner {
  return async () => {
    calls.push(`make ${name}`)
    return {
      name,
      ...(name === 'native' && { refuses: (document) => (holdsDefer(document) ? 'not with @defer' : undefined) }),
      stop: () => void calls.push(`stop ${name}`),
      async plan({ document }) {
        calls.push(name)
        if (failure !== undefined) throw new Error(failure)
        return { root: null, deferred: [], document }
      },
    }
  }
}

function listening(): { logger: ReturnType<typeof createLogger>; lines: string[] } {
  const lines: string[] = []
  return { logger: createLogger({ service: 'router', destination: { write: (line) => void lines.push(line) } }), lines }
}

const missing: CreatePlanner = () => Promise.reject(new Error('no binary'))

test('the native planner is taken where it can be had, the other only for what is deferred', async () => {
  const calls: string[] = []
  const { logger, lines } = listening()
  const planner = await choosePlanner('auto', { logger, native: scripted('native', calls), apollo: scripted('apollo', calls) })(supergraph)
  for (const request of [plain, deferred, deferred, plain]) await planner.plan(request)
  assert.equal(planner.name, 'native')
  assert.deepEqual(calls, ['make native', 'native', 'make apollo', 'apollo', 'apollo', 'native'])
  assert.deepEqual(lines, [])
})

test('without the native planner the other plans everything, and the log says so once', async () => {
  const calls: string[] = []
  const { logger, lines } = listening()
  const create = choosePlanner('auto', { logger, native: missing, apollo: scripted('apollo', calls) })
  for (const planner of [await create(supergraph), await create(supergraph)]) await planner.plan(plain)
  assert.deepEqual(calls, ['make apollo', 'make apollo', 'apollo', 'apollo'])
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /The native planner could not be had/)
})

test('an operation that the native planner fails to plan is planned by the other', async () => {
  const calls: string[] = []
  const { logger, lines } = listening()
  const planner = await choosePlanner('auto', { logger, native: scripted('native', calls, 'lost'), apollo: scripted('apollo', calls) })(supergraph)
  await planner.plan(plain)
  assert.deepEqual(calls, ['make native', 'native', 'make apollo', 'apollo'])
  assert.match(lines[0] ?? '', /lost/)
})

test('whoever asks for the native planner alone gets it or an error; @defer still works', async () => {
  const calls: string[] = []
  const { logger } = listening()
  await assert.rejects(choosePlanner('native', { logger, native: missing })(supergraph), /no binary/)
  const planner = await choosePlanner('native', { logger, native: scripted('native', calls, 'lost'), apollo: scripted('apollo', calls) })(supergraph)
  await assert.rejects(planner.plan(plain), /lost/)
  await planner.plan(deferred)
  assert.deepEqual(calls, ['make native', 'native', 'make apollo', 'apollo'])
})

test('whoever asks for the planner in JavaScript gets no other', async () => {
  const calls: string[] = []
  const { logger } = listening()
  const planner = await choosePlanner('apollo', { logger, native: scripted('native', calls), apollo: scripted('apollo', calls) })(supergraph)
  await planner.plan(plain)
  assert.deepEqual(calls, ['make apollo', 'apollo'])
})

test('a planner that could not be made is tried again with the next operation; meanwhile nothing is deferred', async () => {
  const calls: string[] = []
  const { logger, lines } = listening()
  let isDown = true
  const apollo: CreatePlanner = (asked) => (isDown ? missing(asked) : scripted('apollo', calls)(asked))
  const planner = await choosePlanner('auto', { logger, native: scripted('native', calls), apollo })(supergraph)
  const { document } = await planner.plan(deferred)
  assert.doesNotMatch(print(document), /defer/)
  assert.match(lines[0] ?? '', /could not be planned with @defer/)
  isDown = false
  assert.match(print((await planner.plan(deferred)).document), /defer/)
  assert.deepEqual(calls, ['make native', 'native', 'make apollo', 'apollo'])
})

test('whoever stops the planner stops both', async () => {
  const calls: string[] = []
  const { logger } = listening()
  const planner = await choosePlanner('auto', { logger, native: scripted('native', calls), apollo: scripted('apollo', calls) })(supergraph)
  await planner.plan(deferred)
  planner.stop?.()
  await Promise.resolve()
  assert.deepEqual(calls, ['make native', 'make apollo', 'apollo', 'stop native', 'stop apollo'])
})
