import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { runProgram, started } from '../../router/testing/program.ts'
import { startSmallGraph } from '../../router/testing/smallGraph.ts'
import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import { disturb, replace } from './disturb.ts'
import { startLoad } from './load.ts'
import { bounds, isFlat, readMetrics, sample, type Sample } from './samples.ts'

const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '20' }, clients: { type: 'string', default: '8' } } })
const seconds = Number(options.minutes) * 60
const clients = Number(options.clients)
if (!(seconds >= 60 && clients > 0)) throw new Error('--minutes must be at least 1, --clients more than 0.')

const WARM_SECONDS = 20
const SAMPLE_EVERY_MS = 2500
const folder = mkdtempSync(join(tmpdir(), 'router-soak-'))
const graph = await startSmallGraph()
const [file, config] = [join(folder, 'supergraph.graphql'), join(folder, 'config.yaml')]
replace(file, graph.sdl)
writeFileSync(config, 'listen: { operatorPort: 0 }\nrateLimits: { enabled: false }\ntraffic: { maxResponseBytes: 1000000 }\n')
const program = runProgram(['--supergraph', file, '--port', '0', '--config', config], { LOG_LEVEL: 'fatal' })
const { pid = 0 } = program.child
try {
  const { url, operatorPort } = await started(program)
  const operator = `http://127.0.0.1:${operatorPort}`
  const disturbances = disturb({ graph, file, operator, pid })
  const load = startLoad(url, clients, disturbances.isTroubled)
  const samples = await watch(operator)
  disturbances.stop()
  await load.stop()
  await wait(3000)
  const figure = await readMetrics(operator)
  const reloads = { reloaded: figure('router_reloads_total outcome="reloaded"'), refused: figure('router_reloads_total outcome="refused"') }
  report({ samples, counts: load.counts, reloads, expected: disturbances.expected })
} finally {
  program.child.kill('SIGTERM')
  await once(program.child, 'exit')
  await graph.stop()
  rmSync(folder, { recursive: true })
}

async function watch(operator: string): Promise<Sample[]> {
  const samples: Sample[] = []
  const startedAt = performance.now()
  const elapsed = (): number => (performance.now() - startedAt) / 1000
  while (elapsed() < seconds) {
    await wait(SAMPLE_EVERY_MS)
    samples.push(await sample(operator, pid, elapsed()))
    // Whatever subgraphs record of calls is of no use here.
    graph.calls.length = 0
    graph.abandoned.length = 0
  }
  return samples.filter((one) => one.seconds >= WARM_SECONDS)
}

interface Soaked {
  readonly samples: readonly Sample[]
  readonly counts: ReturnType<typeof startLoad>['counts']
  readonly reloads: { readonly reloaded: number; readonly refused: number }
  readonly expected: Soaked['reloads']
}

function report({ samples, counts, reloads, expected }: Soaked): void {
  const quarter = Math.ceil(samples.length / 4)
  const [first, last] = [bounds(samples.slice(0, quarter)), bounds(samples.slice(-quarter))]
  const { verdicts, faults } = counts
  const total = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
  const isGood = verdicts.wrong + verdicts.failed === 0 && isFlat(first, last) && JSON.stringify(reloads) === JSON.stringify(expected)
  const row = (name: string, of: typeof first) => [name, of.heapMB, of.residentMB, of.descriptors, of.children, of.generationsOpen]
  console.log(table(['answers', 'of', ...Object.keys(verdicts)], [['', total, ...Object.values(verdicts)]]))
  console.log(`\n${table(['quarter', 'heap MB', 'RSS MB', 'descriptors', 'processes', 'generations'], [row('first', first), row('last', last)])}`)
  console.log(`\nReloads: ${reloads.reloaded} done, ${reloads.refused} refused, as it should be: ${expected.reloaded} and ${expected.refused}.`)
  for (const fault of faults) console.log(fault)
  console.log(isGood ? 'Nothing was wrong, nothing failed, nothing grew.' : 'Something was wrong, failed or grew.')
  console.log(JSON.stringify({ bench: 'soak', minutes: seconds / 60, clients, verdicts, reloads, first, last, isGood, machine: describeMachine() }))
  if (!isGood) process.exitCode = 1
}
