import { setTimeout as sleep } from 'node:timers/promises'

import { watchStillness, type Stillness } from './stillness.ts'

const PATIENCE_MS = 90_000
const QUIET_MS = 300

/** Waits until whatever earlier work had to follow has followed, and remembers how everything is then. */
async function whenQuiet(databases: Readonly<Record<string, string>>): Promise<Stillness> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const stillness = await watchStillness(databases)
    await sleep(QUIET_MS)
    const fault = await stillness.assertStill('Earlier work').then(
      () => undefined,
      (error: unknown) => error,
    )
    if (fault === undefined) return stillness
    await stillness.close()
    if (performance.now() > deadline) throw fault
  }
}

/** Does something that must be without any effect: when a row of any database is another afterwards, throws and names its table. */
export async function changesNothing<Answer>(databases: Readonly<Record<string, string>>, work: () => Promise<Answer>): Promise<Answer> {
  const stillness = await whenQuiet(databases)
  try {
    const answer = await work()
    // What must not follow would follow by the bus.
    await sleep(QUIET_MS)
    await stillness.assertStill('What must change nothing')
    return answer
  } finally {
    await stillness.close()
  }
}
