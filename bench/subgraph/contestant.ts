import { fork, type ChildProcess } from 'node:child_process'

/** A server in the race. */
export interface Contestant {
  readonly name: 'kit' | 'tutorial'
  readonly pid: number
  readonly origin: string
  readonly path: string
  /** The name under which its database connections are known. */
  readonly application: string
  /** A fresh proof of identity. */
  readonly headers: () => Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Tutorials start their server without NODE_ENV, and so does `npm start`; `--production` sets it for both. */
const environment = { ...process.env, NODE_ENV: process.argv.includes('--production') ? 'production' : '' }

/** Starts a server's process and waits until it says where it listens. Its log goes nowhere, as fast as that is. */
export async function startContestant(
  { name, path, headers }: Pick<Contestant, 'name' | 'path' | 'headers'>,
  script: string,
  options: readonly string[],
): Promise<Contestant> {
  const child = fork(new URL(script, import.meta.url), [...options], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: environment })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { graphqlPort: number }) => resolve(message.graphqlPort))
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)))
  })
  return { name, pid: child.pid ?? 0, origin: `http://127.0.0.1:${port}`, path, application: `bench-${name}`, headers, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
