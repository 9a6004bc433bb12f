import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { install } from './install.mjs'
import { environmentFor, findNode, runOn } from './runOn.mjs'
import { isFresh, writeStamp } from './stamp.mjs'

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * Sees to the dependencies and runs a TypeScript file of the repository on the Node that came with them.
 * @param {readonly string[]} args the file, then its own arguments
 * @returns {Promise<number>} the exit code
 */
export async function bootstrap([file, ...args]) {
  if (!isFresh(repository) || findNode(repository) === undefined) {
    await install(repository)
    writeStamp(repository)
  }
  const node = findNode(repository)
  if (node === undefined)
    throw Object.assign(new Error('no Node 26'), {
      sentence: `No Node 26 is packaged for ${process.platform}-${process.arch}; Agora runs on Linux and macOS, and on Windows inside WSL.`,
    })
  return runOn(node, [join(repository, file ?? ''), ...args], environmentFor(repository, process.env))
}
