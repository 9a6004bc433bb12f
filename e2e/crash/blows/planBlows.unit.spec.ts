import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createChance } from '../random.ts'
import { ownsOrders, planBlows, steps, type PlanFacts } from './planBlows.ts'

const processes = 'users products ai payments orders-1 orders-2 payment-provider router users-worker orders-worker ai-worker counter'.split(' ')
const facts = (kills: number, bus: PlanFacts['bus'] = 'postgres'): PlanFacts => ({ kills, bus, processes, leaseMs: 1000 })

test('a seed plans the same again, and another seed something else', () => {
  assert.deepEqual(planBlows(createChance(3), facts(50)), planBlows(createChance(3), facts(50)))
  assert.notDeepEqual(planBlows(createChance(3), facts(50)), planBlows(createChance(4), facts(50)))
})

test('a long plan meets every step with every participant', () => {
  const met = new Set(
    planBlows(createChance(1), facts(8 + 2 * 126))
      .filter(({ moment }) => moment.kind !== 'after')
      .map(({ moment, target }) => `${JSON.stringify(moment)} ${target}`),
  )
  assert.equal(met.size, steps.length * 6)
})

test('two dozen blows strike every process and the database', () => {
  const struck = new Set(planBlows(createChance(9), facts(24)).map(({ target }) => target))
  assert.deepEqual(
    [...processes, 'database'].filter((name) => !struck.has(name)),
    [],
  )
})

test('the broker is struck where there is one', () => {
  assert.ok(planBlows(createChance(2), facts(60, 'kafka')).some(({ target }) => target === 'broker'))
  assert.ok(planBlows(createChance(2), facts(60)).every(({ target }) => target !== 'broker'))
})

test('an owner that is frozen sleeps longer than its lease', () => {
  const frozen = planBlows(createChance(5), facts(400)).filter(({ target, how }) => ownsOrders(target) && how === 'freeze')
  assert.ok(frozen.length > 10)
  assert.ok(frozen.every(({ forMs }) => forMs >= 1700))
})

test('where only owners are to be struck, nobody else is, and each is killed or frozen', () => {
  const plan = planBlows(createChance(6), { ...facts(100), ownersOnly: true })
  assert.deepEqual([...new Set(plan.map(({ target, how }) => `${target} ${how}`))].sort(), ['orders freeze', 'orders kill'])
})
