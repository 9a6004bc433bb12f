import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

import { isAlive } from '../postgres/postmaster.ts'
import { OperatorError } from './operatorError.ts'

/** Keeps a second runner away from a data folder. Answers a function that gives it back; a lock whose process is gone counts for nothing. */
export async function takeLock(file: string): Promise<() => void> {
  await mkdir(dirname(file), { recursive: true })
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (tryWrite(file)) return () => rmSync(file, { force: true })
    const [pid = Number.NaN, born = ''] = readLock(file)
    if (pid > 0 && pid !== process.pid && isAlive(pid) && bornAt(pid) === born) break
    rmSync(file, { force: true })
  }
  const [pid] = readLock(file)
  throw new OperatorError(
    `Agora already runs in this clone (process ${pid}): stop it with Ctrl-C there or \`kill ${pid}\`, or give this one a data folder of its own with AGORA_DATA.`,
  )
}

function tryWrite(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n${bornAt(process.pid)}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function readLock(file: string): [number?, string?] {
  const [pid, born = ''] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  return pid === undefined ? [] : [Number(pid), born]
}

/** When a process was born, by the kernel's clock: its id may belong to another one by now. Empty where the system does not tell. */
function bornAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
