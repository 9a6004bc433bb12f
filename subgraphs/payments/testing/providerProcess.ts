import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What merchants prove themselves with in tests. */
export const SECRET_KEY = 'sk_test_of_the_provider'
/** What webhooks are signed with in tests. */
export const WEBHOOK_SECRET = 'whsec_of_the_provider'

/** The local provider as a process of its own. */
export interface ProviderProcess {
  readonly url: string
  /** Orders misfortunes. */
  control(flags: Readonly<Record<string, unknown>>): Promise<void>
  /** Asks its API as a merchant. */
  ask<Answer = Record<string, unknown>>(
    path: string,
    options?: { readonly body?: unknown; readonly key?: string },
  ): Promise<{ status: number; value: Answer }>
  /** Ends it as a power cut would: it is not asked. */
  kill(): Promise<void>
  /** Starts it again on the same file and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts it on a file of its own. */
export async function startProviderProcess(webhookUrl?: string): Promise<ProviderProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'agora-provider-'))
  const environment = {
    ...process.env,
    DATA_FILE: join(folder, 'provider.sqlite'),
    SECRET_KEY,
    WEBHOOK_SECRET,
    LOG_LEVEL: 'warn',
    ...(webhookUrl === undefined ? {} : { WEBHOOK_URL: webhookUrl }),
  }
  let { child, port } = await run(environment, 0)
  const url = `http://127.0.0.1:${port}`
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  const ask: ProviderProcess['ask'] = async <Answer>(path: string, { body, key }: { body?: unknown; key?: string } = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${SECRET_KEY}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, value: (await answer.json()) as Answer }
  }
  return {
    url,
    ask,
    async control(flags) {
      const { status } = await ask('/control', { body: flags })
      if (status !== 200) throw new Error(`The provider refused the flags: ${status}`)
    },
    kill: () => kill('SIGKILL'),
    restart: async () => void ({ child, port } = await run(environment, port)),
    async stop() {
      await kill('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function run(environment: NodeJS.ProcessEnv, port: number): Promise<{ child: ChildProcess; port: number }> {
  const main = join(import.meta.dirname, '..', 'localProvider', 'main.ts')
  const child = fork(main, { env: { ...environment, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The provider ended while it started: ${code}`)))
    child.once('message', (message) => resolve({ child, port: (message as { readonly port: number }).port }))
  })
}
