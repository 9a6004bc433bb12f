import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second for everybody who asks. */
const TICK_MS = 10

/** The processor time that a process has used, in milliseconds, all threads together; 0 when it is gone. */
export const cpuOf = (pid: number): number => timesOf(pid, 11)

/** What its children had used that have ended and that it knows of. */
export const reapedBy = (pid: number): number => timesOf(pid, 13)

/** Two fields of `/proc/<pid>/stat` that stand side by side: in user mode, and in the kernel for it. */
function timesOf(pid: number, field: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in parentheses that may hold anything; what follows is numbers.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[field]) + Number(fields[field + 1])) * TICK_MS
  } catch {
    return 0
  }
}

/** The resident memory of a process, in megabytes; shared pages are counted in each process that maps them. 0 when it is gone. */
export function residentMB(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m)
}

/** The most that it has been since the process began. */
export function peakResidentMB(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m)
}

/** The same with shared pages divided among those who share them: the only figure that may be summed over a server of many processes. */
export function proportionalMB(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m)
}

function kilobytes(file: string, line: RegExp): number {
  try {
    return Math.round(Number(line.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

/** A process and everything it started. */
export function processTree(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)] as const),
  )
  const isBelow = (pid: number | undefined): boolean => pid === root || (pid !== undefined && pid > 1 && isBelow(parents.get(pid)))
  return [...parents.keys()].filter(isBelow)
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
