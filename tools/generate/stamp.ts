import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What something is made from and where it goes. */
export interface Making {
  /** A file that is there when the thing was made. */
  readonly output: string
  /** Keeps the digest of what it was made from. */
  readonly stamp: string
  /** Everything the outcome depends on. */
  readonly inputs: readonly string[]
  make(): Promise<void>
}

/** Makes the thing unless it is there and was made from the same. Answers whether it was made now. */
export async function makeIfStale({ output, stamp, inputs, make }: Making): Promise<boolean> {
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
  if (existsSync(output) && (await readFile(stamp, 'utf8').catch(() => '')) === digest) return false
  await make()
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, digest)
  return true
}
