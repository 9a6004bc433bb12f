import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { endOnSignals, endWithUs } from './endWithUs.ts'
import { installHive } from './installHive.ts'
import { parseOptions, type Options } from './options.ts'
import { makeWay } from './pinning.ts'
import { report, type Outcome } from './report.ts'
import { runWorkload } from './runWorkload.ts'
import { createTokens } from './tokens.ts'
import type { Workload } from './workload.ts'
import { hasWorkloadA, startWorkloadA } from './workloadA.ts'
import { startWorkloadB } from './workloadB/startWorkloadB.ts'

endOnSignals()
const options = readOptions()
const notes: string[] = []
const note = (sentence: string): void => {
  notes.push(sentence)
  process.stderr.write(`${sentence}\n`)
}

const contestants = present()
for (const { remark } of contestants) if (remark !== undefined) note(remark)
const cores = makeWay()
if (cores === null) note('Nobody was pinned to a core: this machine has one only, or no taskset.')
const folder = mkdtempSync(join(tmpdir(), 'agora-bench-'))
endWithUs(() => rmSync(folder, { recursive: true, force: true }))
const tokens = await createTokens(options.tokens)
const outcomes: Outcome[] = []
for (const name of options.workloads) {
  const workload = await start(name)
  if (workload === null) continue
  try {
    outcomes.push(...(await runWorkload(workload, { ...options, contestants, cores, folder, tokens, note })))
  } finally {
    await workload.stop()
  }
}
report(outcomes, options, notes)

function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

function present(): Options['contestants'] {
  const needsHive = options.contestants.some(({ hive }) => hive === true)
  if (!needsHive || installHive()) return options.contestants
  note('Hive Gateway could not be installed here and did not run.')
  return options.contestants.filter(({ hive }) => hive !== true)
}

async function start(name: Workload['name']): Promise<Workload | null> {
  if (name === 'B') return startWorkloadB(options.delayMs)
  if (hasWorkloadA()) return startWorkloadA({ folder, delayMs: options.delayMs })
  note('Workload A is not here (../shared/workload beside the checkout) and did not run.')
  return null
}
