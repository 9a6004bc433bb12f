import { isMainThread } from 'node:worker_threads'

import { open, SESSION_MS, type BusAddress } from './busUnderTest.ts'

// A member of a group in a process of its own, so that it can be killed. It tells its parent what it has seen, before it is committed.
interface Order {
  readonly address: BusAddress
  readonly group: string
  readonly topic: string
}

if (isMainThread && process.send !== undefined) {
  const { address, group, topic } = JSON.parse(process.argv[2] ?? '{}') as Order
  const bus = await open(address, 'member')
  await bus.subscribe({
    group,
    topics: [topic],
    maxBatch: 5,
    sessionTimeoutMs: SESSION_MS,
    handle: async ({ messages }) => {
      await new Promise((resolve) =>
        process.send?.(
          messages.map(({ value }) => value),
          resolve,
        ),
      )
    },
  })
  process.once('disconnect', () => process.exit())
}
