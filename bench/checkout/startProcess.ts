import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { repository } from '../../tools/start/dataFolder.ts'
import type { Service, ServicePlan } from '../../tools/start/service.ts'

/** Starts a process as a server is run, with Node's own limits: the modest heaps of `npm start` are for laptops. */
export async function startProcess({ name, command, environment, logFile }: ServicePlan): Promise<Service> {
  const [script, ...given] = command
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a', 0o600)
  const env = { ...process.env, ...environment }
  const child = fork(join(repository, script), given, { cwd: repository, env, execArgv: [], stdio: ['ignore', log, log, 'ipc'] })
  const ended = once(child, 'exit').then(([code]) => `exit code ${String(code)}`)
  const failed = ended.then((how): never => {
    throw new Error(`${name} ended with ${how} before it was ready; its log: ${logFile}`)
  })
  const [ports] = (await Promise.race([once(child, 'message'), failed])) as [Record<string, number>]
  failed.catch(() => undefined)
  return {
    name,
    pid: child.pid ?? 0,
    logFile,
    ports,
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
