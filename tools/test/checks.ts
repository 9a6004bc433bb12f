import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** One thing that is checked without running a spec. */
export interface Check {
  readonly name: string
  /** The file that Node runs, or a program of node_modules/.bin, and its arguments. */
  readonly command: readonly [string, ...string[]]
}

const tool = (file: string, ...args: string[]): [string, ...string[]] => [process.execPath, join('tools', file), ...args]

/** Every check, cheapest first. */
export const checks: readonly Check[] = [
  { name: 'format', command: tool('format/main.ts', '--check') },
  { name: 'lint', command: tool('lint/main.ts') },
  { name: 'types', command: [join('node_modules', '.bin', 'tsc'), '--project', 'tsconfig.json'] },
  { name: 'composition', command: tool('compose/main.ts', '--check') },
  { name: 'schema', command: tool('schema/main.ts') },
  { name: 'events', command: tool('events/main.ts', '--check') },
]

/** The name of the check that needs a server. */
export const DRIFT = 'migrations'

/** The check that migrations, schemas and catalogues agree, on scratch databases of this server. */
export const driftCheck = (serverUrl: string): Check => ({ name: DRIFT, command: tool('db/main.ts', 'drift', '--database-url', serverUrl) })

/** Runs one check and shows its output only when it fails. */
export async function runCheck({ name, command: [program, ...args] }: Check, tell: (line: string) => void): Promise<boolean> {
  const started = performance.now()
  const { code, output } = await collect(program, args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  tell(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`)
  if (code !== 0) tell(output.trimEnd().replaceAll(/^/gm, '      '))
  return code === 0
}

function collect(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: string[] = []
    child.stdout.setEncoding('utf8').on('data', (text: string) => parts.push(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => parts.push(text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: parts.join('') }))
  })
}
