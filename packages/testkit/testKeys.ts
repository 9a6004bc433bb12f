import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createLogger } from '@agora/logger/logger.ts'
import { makeKey, openKeyFolder, type KeyFolder } from '@agora/security/keyFolder.ts'

/** A folder of keys for one test. */
export interface TestKeys {
  /** What a process gets as `EDGE_KEYS_DIR`. */
  readonly dir: string
  /** Opens the keys of an edge, such as `router-users`. */
  open(edge: string): KeyFolder
  /** Closes what was opened and removes the folder. */
  drop(): Promise<void>
}

/** Makes a key for each edge, in a folder of the test's own. */
export async function testKeys(edges: readonly string[]): Promise<TestKeys> {
  const dir = await mkdtemp(join(tmpdir(), 'agora-keys-'))
  for (const edge of edges) makeKey(join(dir, edge), new Date())
  const opened: KeyFolder[] = []
  const logger = createLogger({ service: 'test', level: 'silent' })
  return {
    dir,
    open(edge) {
      const keys = openKeyFolder(join(dir, edge), { logger })
      opened.push(keys)
      return keys
    },
    async drop() {
      for (const keys of opened) keys.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
