import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

import { freePort } from '../postgres/freePort.ts'

/** The version of Stripe's own mock of its API. */
export const STRIPE_MOCK_VERSION = '0.203.0'
const INSTALL_PATIENCE_MS = 5 * 60_000
const START_PATIENCE_MS = 60_000

const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'agora', `stripe-mock-${STRIPE_MOCK_VERSION}`)
const binary = (): string => join(cacheFolder(), 'stripe-mock')

/** Says in a sentence what this machine lacks for it; undefined when nothing. */
export async function missingForStripeMock(): Promise<string | undefined> {
  if (existsSync(binary())) return undefined
  return promisify(execFile)('go', ['version']).then(
    () => undefined,
    () => 'stripe-mock is built by `go install`, and `go` is not on the PATH',
  )
}

/** A running mock. */
export interface StripeMock {
  readonly url: string
  stop(): Promise<void>
}

/** Starts it, installed once for this account and version. It knows Stripe's whole API and remembers nothing: it proves requests and answers, not behaviour. */
export async function startStripeMock(): Promise<StripeMock> {
  if (!existsSync(binary())) {
    const env = { ...process.env, CGO_ENABLED: '0', GOBIN: cacheFolder() }
    await promisify(execFile)('go', ['install', `github.com/stripe/stripe-mock@v${STRIPE_MOCK_VERSION}`], { env, timeout: INSTALL_PATIENCE_MS })
  }
  const [port, unusedPort] = [await freePort(), await freePort()]
  // Nobody speaks TLS to it, but untold it would listen for that on a port of its own choice, for the whole network.
  const child = spawn(binary(), ['-http-addr', `127.0.0.1:${port}`, '-https-addr', `127.0.0.1:${unusedPort}`], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  const deadline = performance.now() + START_PATIENCE_MS
  while (!(await answers(url))) {
    if (performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error('stripe-mock does not answer')
    }
    await wait(50)
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/v1/balance`, { headers: { authorization: 'Bearer sk_test_1' } }).then(
    async (answer) => {
      await answer.body?.cancel()
      return answer.ok
    },
    () => false,
  )
