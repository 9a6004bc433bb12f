import { parse } from 'yaml'
import { z } from 'zod'

const subgraph = z.strictObject({ routing_url: z.string(), schema: z.strictObject({ file: z.string().startsWith('./') }) })
const shape = z.strictObject({
  federation_version: z.string().regex(/^=2\.\d+\.\d+$/, 'pin it exactly, such as =2.9.0'),
  subgraphs: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/), subgraph),
})

/** A subgraph as `supergraph.yaml` names it; `file` is relative to the project's root. */
export interface ConfiguredSubgraph {
  readonly name: string
  readonly url: string
  readonly file: string
}

/** What `supergraph.yaml` says. `federation` is `2.9` for `=2.9.0`. */
export interface SupergraphConfig {
  readonly federation: string
  readonly subgraphs: readonly ConfiguredSubgraph[]
}

/** Reads rover's format, of which the house uses SDL files only. Throws with every fault when the text is anything else. */
export function readSupergraphConfig(text: string): SupergraphConfig {
  const parsed = shape.safeParse(parse(text))
  if (!parsed.success) throw new Error(`supergraph.yaml cannot be used:\n${z.prettifyError(parsed.error)}`)
  const { federation_version: version, subgraphs } = parsed.data
  return {
    federation: version.slice(1).split('.').slice(0, 2).join('.'),
    subgraphs: Object.entries(subgraphs).map(([name, { routing_url: url, schema }]) => ({ name, url, file: schema.file.slice(2) })),
  }
}
