import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { testKeys } from '@agora/testkit/testKeys.ts'

import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import { contestants } from './contestants.ts'
import { race, type Figures } from './race.ts'
import type { Ports } from './server.ts'

const { values: options } = parseArgs({ options: { calls: { type: 'string', default: '4000' }, rounds: { type: 'string', default: '5' } } })
const calls = Number(options.calls)
const rounds = Number(options.rounds)

const keys = await testKeys(['orders-products'])
const server = fork(join(import.meta.dirname, 'server.ts'), [join(keys.dir, 'orders-products')])
const [ports] = (await once(server, 'message')) as [Ports]
const racing = contestants(ports, keys.open('orders-products'))
const busy = await race(racing, { server, concurrency: 16, calls, rounds })
const alone = await race(racing, { server, concurrency: 1, calls: Math.ceil(calls / 4), rounds })
server.disconnect()
await keys.drop()

const round = (value: number): number => Number(value.toPrecision(3))
const together = ({ clientUs, serverUs }: Figures): number => clientUs + serverUs
const [first] = racing
const ourCost = together(busy[first?.name ?? ''] as Figures)
const rows = racing.map(({ name }) => {
  const [wide, narrow] = [busy[name], alone[name]] as [Figures, Figures]
  const cost = together(wide)
  return [name, wide.clientUs, wide.serverUs, cost, cost / ourCost, wide.p99, narrow.p50].map((cell) =>
    typeof cell === 'number' ? round(cell) : cell,
  )
})
const heads = ['a call of Inventory/Reserve', 'client µs', 'server µs', 'together', '× ours', 'p99 ms at 16', 'p50 ms at 1']
const machine = describeMachine()
process.stdout.write(
  [
    table(heads, rows),
    '',
    `CPU µs a call at 16 concurrent; median of ${rounds} rounds of ${calls} calls, interleaved; ours alone is signed and verified.`,
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, load ${machine.load}, ${machine.date}`,
    '',
    `${JSON.stringify({ bench: 'rpc', unit: 'CPU µs a call', calls, rounds, busy, alone, machine })}\n`,
  ].join('\n'),
)
process.exit()
