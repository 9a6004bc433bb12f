import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

import pg from 'pg'

import { createGraphqlClient, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readClientOperations } from '../../schema/clientOperation.ts'
import { ledgerFaults } from '../../subgraphs/payments/ledger/ledgerFaults.ts'
import { inventoryFaults } from '../../subgraphs/products/inventory/inventoryFaults.ts'
import { runTool, say } from '../../tools/start/runTool.ts'
import type { Stack } from '../../tools/start/stack.ts'
import { demoAccount } from '../journey/staff.ts'
import { startOwnStack } from '../ownStack.ts'
import { runModel } from './runModel.ts'

/** `npm run model -- --runs 2000`: as many random sequences on a stack of its own, some at a time; `--seed` (and `--path`, with one lane) repeats what failed. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, lanes: { type: 'string', default: '8' }, seed: { type: 'string' }, path: { type: 'string' } },
})

const operations = readClientOperations()

async function administrator(door: GraphqlClient, { operatorUrl }: Stack): Promise<GraphqlClient> {
  const { email, password } = await demoAccount(operatorUrl, 'ADMIN')
  const { signIn } = await door.data<{ signIn: { accessToken: string } }>(operations.get('SignIn') ?? '', { email, password })
  return door.as(signIn.accessToken)
}

/** A token lives for ten minutes, and a long run longer. */
const RENEW_MS = 5 * 60_000

function renewed<Member>(signIn: () => Promise<Member>): () => Promise<Member> {
  let member = signIn()
  let since = performance.now()
  return () => {
    if (performance.now() - since > RENEW_MS) [member, since] = [signIn(), performance.now()]
    return member
  }
}

async function guest(door: GraphqlClient): Promise<GraphqlClient> {
  const { startGuestSession } = await door.data<{ startGuestSession: { accessToken: string } }>(operations.get('StartGuestSession') ?? '')
  return door.as(startGuestSession.accessToken)
}

async function faultsOf({ databases }: Stack): Promise<readonly unknown[]> {
  const [products, payments] = [databases.products, databases.payments].map(({ ownerUrl }) => new pg.Pool({ connectionString: ownerUrl, max: 1 }))
  if (products === undefined || payments === undefined) return ['the databases are not there']
  try {
    return [...(await inventoryFaults(products)), ...(await ledgerFaults(payments))]
  } finally {
    await Promise.all([products.end(), payments.end()])
  }
}

await runTool(async () => {
  const [runs, lanes, seed] = [Number(values.runs), Number(values.lanes), Number(values.seed ?? randomInt(2 ** 31))]
  const { stack, drop } = await startOwnStack({ routerVariables: { RATE_LIMITS: 'false' }, logLevel: 'warn' })
  try {
    const door = createGraphqlClient(`${stack.url}/graphql`)
    const cast = { staff: renewed(() => administrator(door, stack)), newBuyer: () => guest(door) }
    say(`${runs} runs in ${lanes} lanes, seeds from ${seed}`)
    const share = Math.ceil(runs / lanes)
    await Promise.all(Array.from({ length: lanes }, (_, nth) => runModel(cast, { runs: share, seed: seed + nth, path: values.path })))
    const faults = await faultsOf(stack)
    for (const fault of faults) say(JSON.stringify(fault))
    say(faults.length === 0 ? `${share * lanes} runs agreed with the model; the books are right.` : 'The books are wrong.')
    return faults.length === 0
  } finally {
    await drop()
  }
})
