import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { parseSupergraph, type Supergraph } from '../supergraph/readSupergraph.ts'

const IMPORTS = [
  '@key',
  '@requires',
  '@provides',
  '@external',
  '@shareable',
  '@override',
  '@interfaceObject',
  '@inaccessible',
  '@authenticated',
  '@requiresScopes',
  '@policy',
  '@context',
  '@fromContext',
]

/** SDL with all directives of federation 2.9 linked. */
export function withFederation(sdl: string): string {
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(IMPORTS)})\n${sdl}`
}

/** A supergraph of these subgraphs, whose SDL may use any directive of federation 2.9 without linking it. */
export function composeSupergraph(subgraphs: Readonly<Record<string, string>>): Supergraph {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(withFederation(sdl)) }))
  const { supergraphSdl, errors = [] } = composeServices(services)
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  const read = parseSupergraph(supergraphSdl)
  if (!read.ok) throw new Error(read.error)
  return read.value
}
