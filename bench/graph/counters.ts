import { request } from 'undici'

/** What the stack has done since it was started. */
export interface Counters {
  readonly statements: number
  readonly subgraphCalls: number
}

const SUBGRAPHS = ['users', 'products', 'orders']

/** Reads the counters from the operator port, as a monitoring system would. */
export async function readCounters(operatorUrl: string): Promise<Counters> {
  const pages = await Promise.all([`${operatorUrl}/metrics`, ...SUBGRAPHS.map((name) => `${operatorUrl}/metrics/${name}`)].map(page))
  const [router = '', ...subgraphs] = pages
  return {
    statements: subgraphs.reduce((total, text) => total + sum(text, 'sql_statements_total'), 0),
    subgraphCalls: sum(router, 'router_subgraph_duration_seconds_count'),
  }
}

async function page(url: string): Promise<string> {
  const answer = await request(url)
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`)
  return answer.body.text()
}

/** The sum of a metric over all its labels. */
function sum(text: string, metric: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `))
  return lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
