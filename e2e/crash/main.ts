import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

import { OperatorError } from '../../tools/start/operatorError.ts'
import { runTool, say } from '../../tools/start/runTool.ts'
import { reportOf } from './report.ts'
import { runCrash } from './runCrash.ts'

/** `npm run crash -- --kills 1000 --seed 7 --bus kafka`: strikes a shop of its own and judges what is left of it. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string' },
    bus: { type: 'string', default: 'postgres' },
    buyers: { type: 'string', default: '10' },
    lease: { type: 'string', default: '3000' },
    orders: { type: 'string', default: '20' },
    'owners-only': { type: 'boolean', default: false },
  },
})

function whole(name: 'kills' | 'seed' | 'buyers' | 'lease' | 'orders', text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new OperatorError(`--${name} takes a whole number; "${text}" is none.`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

await runTool(async () => {
  const { bus } = values
  if (bus !== 'postgres' && bus !== 'kafka') throw new OperatorError(`--bus takes postgres or kafka; "${bus}" is neither.`)
  const seed = values.seed === undefined ? randomInt(2 ** 31) : whole('seed', values.seed)
  const [kills, buyers] = [whole('kills', values.kills), whole('buyers', values.buyers)]
  const [leaseMs, leastOrders] = [whole('lease', values.lease), whole('orders', values.orders)]
  say(
    `Seed ${seed}: npm run crash -- --kills ${kills} --seed ${seed} --bus ${bus} --buyers ${buyers} --lease ${leaseMs}${values['owners-only'] ? ' --owners-only' : ''}`,
  )
  const ownersOnly = values['owners-only']
  const run = await runCrash({ seed, kills, bus, buyers, leaseMs, leastOrders, ownersOnly, restWithinMs: 120_000, tell: say })
  for (const line of reportOf(run, { seed, kills, bus, buyers })) say(line)
  return run.violations.length === 0
})
