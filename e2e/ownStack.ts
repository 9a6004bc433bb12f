import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startStack, type Stack, type StackOptions } from '../tools/start/stack.ts'

/** A stack that one spec starts for itself, to run it otherwise than the common one. */
export interface OwnStack {
  readonly stack: Stack
  /** Stops it and takes its folder away. */
  drop(): Promise<void>
}

/** Starts a stack on free ports with the development doors open. Whoever starts it drops it. */
export async function startOwnStack(options: Omit<StackOptions, 'dataDir' | 'port' | 'durable'> = {}): Promise<OwnStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'agora-e2e-'))
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true })
  try {
    const stack = await startStack({ dev: true, ...options, dataDir, durable: false })
    return { stack, drop: () => stack.stop().finally(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}
