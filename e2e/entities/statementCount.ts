import { operatorUrl } from '../stack.ts'

/** Statements that were sent to each domain's database. */
export type Statements = Readonly<Record<'users' | 'products' | 'orders', number>>

async function sentBy(subgraph: string): Promise<number> {
  const answer = await fetch(`${operatorUrl}/metrics/${subgraph}`)
  const page = await answer.text()
  const figure = /^sql_statements_total(?:\{[^}]*\})? (\d+)$/m.exec(page)?.[1]
  if (figure === undefined) throw new Error(`${subgraph} does not publish sql_statements_total (${answer.status})`)
  return Number(figure)
}

async function sent(): Promise<Statements> {
  const [users, products, orders] = await Promise.all([sentBy('users'), sentBy('products'), sentBy('orders')])
  return { users, products, orders }
}

const REPEATS = 5

/**
 * How many statements a piece of work takes in each domain: the fewest of five times, because a poll or a clean-up may send one of its own
 * in between. The work runs once before, so that what is read only once is not counted.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statements> {
  await work()
  const seen: Statements[] = []
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const before = await sent()
    await work()
    const now = await sent()
    seen.push({ users: now.users - before.users, products: now.products - before.products, orders: now.orders - before.orders })
  }
  const fewest = (name: keyof Statements): number => Math.min(...seen.map((each) => each[name]))
  return { users: fewest('users'), products: fewest('products'), orders: fewest('orders') }
}
