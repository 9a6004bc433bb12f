import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { callsOf, type Workload } from '../workload.ts'
import { heavy, light } from './queries.ts'
import { composeMarket } from './schema.ts'

/** Serves the market's subgraphs from a process of their own. */
export async function startWorkloadB(delayMs = 0): Promise<Workload> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [`${delayMs}`], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  const origin = `http://127.0.0.1:${port}`
  return {
    name: 'B',
    supergraph: composeMarket(origin),
    questions: { heavy, light },
    calls: () => callsOf(origin),
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
