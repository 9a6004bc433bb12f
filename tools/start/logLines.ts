import { open, readFile, stat } from 'node:fs/promises'

const ERROR_LEVEL = 50

/** A line of a service's log as one sentence for the screen; undefined when it is no trouble. Lines that are no JSON are what Node itself wrote. */
export function troubleOf(line: string): string | undefined {
  if (!line.startsWith('{')) return /^\w*Error\b.*:/.test(line) ? line : undefined
  try {
    const { level, msg, err }: { level?: number; msg?: string; err?: { message?: string } } = JSON.parse(line)
    if (level === undefined || level < ERROR_LEVEL) return undefined
    return [msg, err?.message].filter(Boolean).join(': ')
  } catch {
    return undefined
  }
}

/** The last trouble that a log tells of, ending in a full stop. */
export async function lastTrouble(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(-200)
  const found = lines.map(troubleOf).findLast((trouble) => trouble !== undefined) ?? lines.findLast((line) => line !== '' && !line.startsWith('{'))
  return `${found?.slice(0, 400).replace(/\.$/, '') ?? 'its log names no error'}.`
}

/** Follows a growing log and tells of each trouble in it. Answers a function that stops. */
export function followTrouble(file: string, tell: (trouble: string) => void): () => void {
  let at = -1
  const look = async (): Promise<void> => {
    const { size } = await stat(file).catch(() => ({ size: 0 }))
    if (at === -1 || size < at) at = size
    if (size === at) return
    const from = at
    at = size
    for (const line of (await readPart(file, from, size)).split('\n')) {
      const trouble = troubleOf(line)
      if (trouble !== undefined) tell(trouble)
    }
  }
  const timer = setInterval(() => void look().catch(() => {}), 1000)
  timer.unref()
  return () => clearInterval(timer)
}

async function readPart(file: string, from: number, to: number): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(to - from, 1_000_000)), 0, null, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
