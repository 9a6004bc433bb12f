import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createGate } from './createGate.ts'

const never = new AbortController().signal

function arrivals(room: number) {
  const gate = createGate(room)
  const entered: string[] = []
  const come = (name: string, size: number, signal = never): void => {
    const turn = gate.enter(size, signal)
    if (turn === undefined) entered.push(name)
    else void turn.then((isIn) => entered.push(isIn ? name : `${name} gone`))
  }
  const settled = (): Promise<readonly string[]> => new Promise((resolve) => setImmediate(() => resolve(entered)))
  return { gate, come, settled }
}

test('work goes in while it fits, and then in the order in which it came', async () => {
  const { gate, come, settled } = arrivals(10)
  come('a', 4)
  come('b', 6)
  come('c', 5)
  come('d', 1)
  assert.deepEqual(await settled(), ['a', 'b'])
  assert.deepEqual([gate.held(), gate.waiting()], [10, 2])
  gate.leave(4)
  // d would fit, but c came first.
  assert.deepEqual(await settled(), ['a', 'b'])
  gate.leave(6)
  assert.deepEqual(await settled(), ['a', 'b', 'c', 'd'])
  assert.deepEqual([gate.held(), gate.waiting()], [6, 0])
})

test('what is larger than all the room goes in alone', async () => {
  const { gate, come, settled } = arrivals(10)
  come('large', 50)
  come('small', 1)
  assert.deepEqual(await settled(), ['large'])
  gate.leave(50)
  assert.deepEqual(await settled(), ['large', 'small'])
})

test('whoever gives up leaves the queue, and those behind move up', async () => {
  const { gate, come, settled } = arrivals(10)
  const client = new AbortController()
  come('a', 8)
  come('b', 5, client.signal)
  come('c', 2)
  client.abort()
  assert.deepEqual((await settled()).toSorted(), ['a', 'b gone', 'c'])
  assert.deepEqual([gate.held(), gate.waiting()], [10, 0])
  come('late', 1, client.signal)
  assert.deepEqual((await settled()).at(-1), 'late gone')
  assert.equal(gate.held(), 10)
})
