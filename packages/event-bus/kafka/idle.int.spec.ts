import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { collect, fresh, numbered, open } from '../testing/busUnderTest.ts'
import { kafkaBrokers, noKafka } from '../testing/kafkaBrokers.ts'

const WARM_UP_MS = 1000
const WINDOWS = 4
const WINDOW_MS = 1000
/** A second. Each connection's loop sets some hundreds. */
const MOST_TIMERS = 50
/** Of a core: ten times what it takes, for machines that are busy with other things. */
const MOST_SHARE = 0.05

test(
  'a consumer that has nothing to do sets next to no timers and costs next to nothing; the library without its patch sets hundreds',
  {
    skip: noKafka,
  },
  async (t) => {
    const bus = await open({ kafkaBrokers })
    const topic = fresh('topic')
    await bus.ensureTopics([{ name: topic, partitions: 8 }])
    const reader = await collect(bus, { group: fresh('group'), topics: [topic] })
    await bus.publish(numbered(topic, 'k', { count: 1 }))
    await reader.until((values) => values.length === 1)
    const patched = await watchIdling()
    const putPatchBack = takePatchOff()
    const unpatched = await watchIdling()
    putPatchBack()
    await bus.close()
    const told = `with the patch ${tell(patched)}, without it ${tell(unpatched)}`
    t.diagnostic(told)
    assert.ok(patched.timers < MOST_TIMERS && unpatched.timers > 4 * MOST_TIMERS, told)
    assert.ok(patched.share < MOST_SHARE, told)
  },
)

/** What a second of this process comes to. */
interface Second {
  /** Timers that were set. */
  readonly timers: number
  /** The part of a core that it took. */
  readonly share: number
}

const tell = ({ timers, share }: Second): string => `${timers.toFixed(0)} timers a second and ${(share * 100).toFixed(2)} % of a core`

/** The least of several seconds: what disturbs one of them is no loop. */
async function watchIdling(): Promise<Second> {
  await sleep(WARM_UP_MS)
  const seconds: Second[] = []
  for (let window = 0; window < WINDOWS; window++) seconds.push(await watchSecond())
  return { timers: Math.min(...seconds.map(({ timers }) => timers)), share: Math.min(...seconds.map(({ share }) => share)) }
}

async function watchSecond(): Promise<Second> {
  let timers = 0
  const hook = createHook({ init: (_id, type) => void (timers += type === 'Timeout' ? 1 : 0) }).enable()
  const before = process.cpuUsage()
  const startedAt = performance.now()
  await sleep(WINDOW_MS)
  const { user, system } = process.cpuUsage(before)
  const ms = performance.now() - startedAt
  hook.disable()
  return { timers: (timers / ms) * 1000, share: (user + system) / 1000 / ms }
}

/** The part of the library that is patched; all connections of a process have the same. */
interface RequestQueue {
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
  scheduleCheckPendingRequests(): void
}

/** Has every queue look for something to do each millisecond, whether there is anything or not, as on new versions of Node without our patch. */
function takePatchOff(): () => void {
  const { prototype: queue } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueue }
  const patched = queue.scheduleCheckPendingRequests
  queue.scheduleCheckPendingRequests = function lookAgain(this: RequestQueue) {
    this.throttleCheckTimeoutId ??= setTimeout(() => {
      this.throttleCheckTimeoutId = null
      this.checkPendingRequests()
    }, 1)
  }
  return () => void (queue.scheduleCheckPendingRequests = patched)
}
