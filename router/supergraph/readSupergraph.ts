import { readFileSync } from 'node:fs'

import { Kind, parse, type DocumentNode } from 'graphql'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { linksOf, type Link } from './links.ts'

/** One subgraph as the supergraph names it. */
export interface SupergraphMember {
  readonly name: string
  /** The member of the enum `join__Graph` that stands for it. */
  readonly graph: string
  /** Its address; empty when nobody calls it. */
  readonly url: string
}

/** A supergraph that could be read. Whether it can be planned for, its engine says. */
export interface Supergraph {
  readonly sdl: string
  readonly document: DocumentNode
  readonly links: readonly Link[]
  readonly members: readonly SupergraphMember[]
}

/** Reads a federation 2 supergraph. A failure is one sentence for the terminal. */
export function readSupergraph(path: string): Result<Supergraph, string> {
  let sdl: string
  try {
    sdl = readFileSync(path, 'utf8')
  } catch (error) {
    return fail(`The supergraph ${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}).`)
  }
  const parsed = parseSupergraph(sdl)
  return parsed.ok ? parsed : fail(`The supergraph ${path} ${parsed.error}`)
}

/** Finds the links and the subgraphs of a supergraph's text. */
export function parseSupergraph(sdl: string): Result<Supergraph, string> {
  let document: DocumentNode
  try {
    document = parse(sdl, { noLocation: true })
  } catch (error) {
    return fail(`is not GraphQL: ${error instanceof Error ? error.message.split('\n')[0] : 'it cannot be parsed'}`)
  }
  const links = linksOf(document)
  if (!links.some(({ identity }) => identity === 'https://specs.apollo.dev/join')) {
    return fail('is not a federation 2 supergraph: it does not link https://specs.apollo.dev/join.')
  }
  const members = membersOf(document)
  return members.length === 0 ? fail('names no subgraph.') : ok({ sdl, document, links, members })
}

function membersOf(document: DocumentNode): SupergraphMember[] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') return []
    return (definition.values ?? []).flatMap((value) => {
      const graph = value.directives?.find((directive) => directive.name.value === 'join__graph')
      const argument = (name: string): string | undefined => {
        const node = graph?.arguments?.find((candidate) => candidate.name.value === name)?.value
        return node?.kind === Kind.STRING ? node.value : undefined
      }
      const name = argument('name')
      return name === undefined ? [] : [{ name, graph: value.name.value, url: argument('url') ?? '' }]
    })
  })
}
