import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The router as a process. */
export interface Program {
  readonly child: ChildProcess
  /** What it wrote so far. */
  readonly stderr: () => string
  readonly stdout: () => string
}

/** Where a program that has started listens. */
export interface StartedProgram {
  readonly port: number
  readonly url: string
  readonly operatorPort: number | null
}

/** Starts the router with these arguments, and nothing of this process's environment. */
export function runProgram(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Program {
  const env = { LOG_LEVEL: 'warn', ...variables }
  const child = fork(fileURLToPath(new URL('../main.ts', import.meta.url)), args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] })
  const written = { stdout: '', stderr: '' }
  child.stderr?.on('data', (chunk) => (written.stderr += String(chunk)))
  child.stdout?.on('data', (chunk) => (written.stdout += String(chunk)))
  return { child, stderr: () => written.stderr, stdout: () => written.stdout }
}

/** Waits until it listens. Rejects with what it wrote when it ends instead. */
export async function started(program: Program): Promise<StartedProgram> {
  const message = await Promise.race([
    once(program.child, 'message'),
    once(program.child, 'exit').then(() => Promise.reject(new Error(program.stderr()))),
  ])
  const { ready, port, operatorPort } = message[0] as { ready: boolean; port: number; operatorPort: number | null }
  assert.equal(ready, true)
  return { port, operatorPort, url: `http://127.0.0.1:${port}` }
}
