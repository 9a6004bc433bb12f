import { operatorUrl } from '../stack.ts'

const COUNT = /^router_subgraph_duration_seconds_count\{[^}]*\} (\d+)$/gm

/** How many requests the router has made to subgraphs since it was started, whatever came of them. */
export async function subgraphCalls(): Promise<number> {
  const page = await (await fetch(`${operatorUrl}/metrics`)).text()
  return [...page.matchAll(COUNT)].reduce((sum, [, count]) => sum + Number(count), 0)
}
