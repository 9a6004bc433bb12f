import { parseArgs } from 'node:util'

import { openContest } from './contest.ts'
import { report, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'graph,saga,engine,bareSql,hot,router' },
    concurrent: { type: 'string', default: '1,16,64' },
    rounds: { type: 'string', default: '1' },
    profiles: { type: 'string' },
  },
})
const widths = values.concurrent.split(',').map(Number)
const chosen = (name: string): boolean => values.only.split(',').includes(name)
const contest = await openContest({ seconds: Number(values.seconds), profiles: values.profiles })
const rows: Row[] = []
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const concurrent of widths) {
      for (const name of (['graph', 'saga', 'engine', 'bareSql'] as const).filter(chosen))
        rows.push(await contest.measure(name, { concurrent, hot: false }))
    }
    if (chosen('hot'))
      for (const name of (['graph', 'saga', 'engine'] as const).filter(chosen)) rows.push(await contest.measure(name, { concurrent: 64, hot: true }))
    if (chosen('router')) for (const concurrent of widths) rows.push(await contest.measure('router', { concurrent, hot: false }))
  }
} finally {
  await contest.close()
  report(rows, Number(values.seconds))
}
process.exit()
