import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isClosed, windowAt } from './window.ts'

const at = (text: string): Date => new Date(`2026-11-25T${text}Z`)
const minute = { sizeMs: 60_000, latenessMs: 30_000 }

test('a window holds its first moment and not its last', () => {
  const window = { start: at('10:00:00'), end: at('10:01:00') }
  assert.deepEqual(windowAt(at('10:00:00'), minute), window)
  assert.deepEqual(windowAt(at('10:00:59.999'), minute), window)
  assert.deepEqual(windowAt(at('10:01:00'), minute).start, window.end)
  assert.deepEqual(windowAt(new Date(-1), minute), { start: new Date(-60_000), end: new Date(0) })
})

test('a window stays open until events are later than its end by the time that late ones are granted', () => {
  const window = windowAt(at('10:00:30'), minute)
  assert.deepEqual(
    [null, at('10:00:30'), at('10:01:29.999'), at('10:01:30'), at('11:00:00')].map((watermark) => isClosed(window, watermark, minute)),
    [false, false, false, true, true],
  )
})
