import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMetrics } from '@agora/metrics/metrics.ts'

import type { AnswerOperation } from '../extensions/extension.ts'
import { createWaits } from '../telemetry/waits.ts'
import { boundWork } from './boundWork.ts'

type Asked = Parameters<AnswerOperation>

/** Answers operations by hand: each has read as many bytes as its name says. */
function byHand(bytesInFlight: number) {
  const under: { readonly name: string; readonly finish: (error?: Error) => void }[] = []
  const metrics = createMetrics('router')
  const { operation: around } = boundWork({ config: { limits: { bytesInFlight }, planning: { plans: 10 } } as never, metrics })
  const answer = around?.(
    (operation, context) =>
      new Promise((resolve, reject) => {
        context.waits?.took(Number(operation.hash))
        under.push({ name: operation.hash, finish: (error) => (error === undefined ? resolve({ data: {} }) : reject(error)) })
      }),
  )
  const ask = (hash: string, signal = new AbortController().signal): Promise<unknown> =>
    Promise.resolve(answer?.({ hash } as Asked[0], { waits: createWaits(), signal } as Asked[1]))
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  /** Waiting, bytes in flight, and how many have waited. */
  const figures = async (): Promise<(number | undefined)[]> => {
    const text = await metrics.text()
    return ['router_operations_waiting', 'router_bytes_in_flight', 'router_operations_waited_total'].map((name) => {
      const [, figure] = new RegExp(`^${name}{.*} (\\d+)$`, 'm').exec(text) ?? []
      return figure === undefined ? undefined : Number(figure)
    })
  }
  return { under, ask, turn, figures }
}

const LARGE = String(1024 * 1024)

test('of a large operation so many are under way as are expected to fit; until one has been answered nobody knows that it is large', async () => {
  const { under, ask, turn, figures } = byHand(2 * 1024 * 1024)
  const first = ask(LARGE)
  under[0]?.finish()
  await first
  const rest = [ask(LARGE), ask(LARGE), ask(LARGE)]
  await turn()
  assert.equal(under.length, 3)
  assert.deepEqual(await figures(), [1, 2_097_152, 1])
  under[1]?.finish()
  await turn()
  assert.equal(under.length, 4)
  for (const { finish } of under) finish()
  await Promise.all(rest)
  assert.deepEqual(await figures(), [0, 0, 1])
})

test('a small operation goes past those that wait', async () => {
  const { under, ask, turn } = byHand(1)
  const first = ask(LARGE)
  under[0]?.finish()
  await first
  const large = [ask(LARGE), ask(LARGE)]
  const small = ask('100')
  await turn()
  assert.deepEqual(
    under.map(({ name }) => name),
    [LARGE, LARGE, '100'],
  )
  for (let finished = 0; finished < under.length; finished++) {
    under[finished]?.finish()
    await turn()
  }
  await Promise.all([...large, small])
  assert.equal(under.length, 4)
})

test('one that fails makes room as well, and so does one whose client has gone', async () => {
  const { under, ask, turn, figures } = byHand(1)
  const first = ask(LARGE)
  under[0]?.finish()
  await first
  const client = new AbortController()
  const failing = ask(LARGE)
  const gone = ask(LARGE, client.signal)
  const last = ask(LARGE)
  client.abort()
  await turn()
  // The executor sees for itself that nobody waits.
  assert.equal(under.length, 3)
  under[2]?.finish()
  await gone
  under[1]?.finish(new Error('It broke'))
  await assert.rejects(failing, /It broke/)
  await turn()
  assert.equal(under.length, 4)
  under[3]?.finish()
  await last
  assert.deepEqual(await figures(), [0, 0, 2])
})
