import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { freePort } from '../../tools/postgres/freePort.ts'
import { repository } from '../../tools/start/dataFolder.ts'
import { endWithUs } from './endWithUs.ts'
import { callsOf, type Workload } from './workload.ts'

/** Where workload A lies: beside the checkout, where developers and CI have it. It is the public one of federation gateways, and not ours to ship. */
const PLACE = resolve(repository, '../shared/workload')
const WRITTEN_PORT = 4300

/** Whether workload A is here. */
export const hasWorkloadA = (place = PLACE): boolean => existsSync(join(place, 'subgraphs.mjs'))

/** Serves workload A's subgraphs by its own server, which finds its packages from the folder that it is copied to. */
export async function startWorkloadA({ folder, delayMs, place = PLACE }: { folder: string; delayMs: number; place?: string }): Promise<Workload> {
  const home = join(folder, 'workload-a')
  mkdirSync(home)
  copyFileSync(join(place, 'subgraphs.mjs'), join(home, 'subgraphs.mjs'))
  symlinkSync(join(import.meta.dirname, 'node_modules'), join(home, 'node_modules'))
  const port = await freePort()
  const child = spawn(process.execPath, [join(home, 'subgraphs.mjs'), `${port}`, `${delayMs}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const callOff = endWithUs(() => void child.kill())
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`Workload A's subgraphs ended with ${String(code)} before they listened`))),
  ])
  const { heavy, light } = (await import(pathToFileURL(join(place, 'query.mjs')).href)) as { readonly heavy: string; readonly light: string }
  const origin = `http://127.0.0.1:${port}`
  return {
    name: 'A',
    supergraph: readFileSync(join(place, 'supergraph.graphql'), 'utf8').replaceAll(`:${WRITTEN_PORT}/`, `:${port}/`),
    questions: { heavy: { query: heavy }, light: { query: light } },
    calls: () => callsOf(origin),
    async stop() {
      child.kill()
      await ended
      callOff()
    },
  }
}
