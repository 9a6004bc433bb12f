import { Kind, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql'

/** A name that a link brings in: as its specification gives it, and as the schema calls it. Both begin with `@` when it is a directive. */
export interface LinkImport {
  readonly name: string
  readonly alias: string
}

/** One `@link` (or `@core`, its older name) of a supergraph's schema definition. */
export interface Link {
  /** The specification without its version, such as `https://specs.apollo.dev/join`. */
  readonly identity: string
  /** Such as `v0.5`; empty where the address has none. */
  readonly version: string
  /** The last segment of the identity: `join`. */
  readonly name: string
  /** What the schema calls it: the `as` argument, else the name. */
  readonly alias: string
  readonly purpose: string | undefined
  readonly imports: readonly LinkImport[]
}

const VERSION = /^v\d+\.\d+/

/**
 * Every specification that the document links, on `schema` and `extend schema` alike. A link directive may itself have been renamed, so any
 * directive of the schema definition that carries a specification's address (`url`, or `feature`) counts: it is better to see one too many.
 */
export function linksOf(supergraph: DocumentNode): Link[] {
  return supergraph.definitions
    .flatMap((definition) =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? (definition.directives ?? []) : [],
    )
    .flatMap((directive) => {
      const link = linkOf(directive)
      return link === undefined ? [] : [link]
    })
}

/** The link that a directive states, if it states one. */
export function linkOf(directive: DirectiveNode): Link | undefined {
  const values = new Map(directive.arguments?.map(({ name, value }) => [name.value, value]))
  const address = text(values.get('url')) ?? text(values.get('feature'))
  if (address === undefined) return undefined
  const segments = address
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
  const version = VERSION.test(segments.at(-1) ?? '') ? (segments.pop() ?? '') : ''
  const name = segments.at(-1) ?? ''
  return {
    identity: segments.join('/'),
    version,
    name,
    alias: text(values.get('as')) ?? name,
    purpose: text(values.get('for')),
    imports: importsOf(values.get('import')),
  }
}

/**
 * What a schema calls a directive of a specification that it links (https://specs.apollo.dev/link/v1.0): the name it was imported by; else, where directive and
 * specification have one name, the specification's own alias, and else that alias and two underscores before the directive's name.
 * @param link undefined where the specification is not linked: then it has its own name.
 */
export function directiveName(link: Link | undefined, specification: string, directive = specification): string {
  const imported = link?.imports.find(({ name }) => name === `@${directive}`)
  if (imported !== undefined) return imported.alias.slice(1)
  const alias = link?.alias ?? specification
  return directive === specification ? alias : `${alias}__${directive}`
}

function text(value: ValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined
}

function importsOf(value: ValueNode | undefined): LinkImport[] {
  if (value?.kind !== Kind.LIST) return []
  return value.values.flatMap((item) => {
    const field = (name: string): string | undefined =>
      item.kind === Kind.OBJECT ? text(item.fields.find((candidate) => candidate.name.value === name)?.value) : undefined
    const name = text(item) ?? field('name')
    return name === undefined ? [] : [{ name, alias: field('as') ?? name }]
  })
}
