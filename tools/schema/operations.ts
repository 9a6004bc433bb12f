import { readdirSync, readFileSync } from 'node:fs'

import { Kind, parse, Source, validate, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql'

/** A file of client operations, by its name. */
export interface OperationFile {
  readonly file: string
  readonly document: DocumentNode
}

/** Reads the client operations of a folder, sorted by file name. Throws with the file's name on a syntax error. */
export function readOperations(folder: URL): OperationFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'))
  return names.toSorted().map((file) => ({ file, document: parse(new Source(readFileSync(new URL(file, folder), 'utf8'), file)) }))
}

/** The operation or fragment that an error stands in. */
function placeOf(document: DocumentNode, { positions = [] }: GraphQLError): string {
  const position = positions[0] ?? 0
  const around = document.definitions.find(({ loc }) => loc !== undefined && loc.start <= position && position <= loc.end)
  const named = around?.kind === Kind.OPERATION_DEFINITION || around?.kind === Kind.FRAGMENT_DEFINITION
  return (named ? around.name?.value : undefined) ?? 'an operation without a name'
}

/** What clients would lose: each message names the file, the operation, its line and the field or argument that does not fit the schema. */
export function brokenOperations(schema: GraphQLSchema, files: readonly OperationFile[]): string[] {
  return files.flatMap(({ file, document }) =>
    validate(schema, document, undefined, { maxErrors: 50 }).map((error) => {
      const line = error.locations?.[0]?.line ?? 1
      return `schema/operations/${file}:${line} ${placeOf(document, error)}: ${error.message}`
    }),
  )
}

/** Operations without a name, and names used twice: a client's operation is found by its name in logs and figures. */
export function namingFaults(files: readonly OperationFile[]): string[] {
  const named = files.flatMap(({ file, document }) =>
    document.definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [{ file, name: node.name?.value }] : [])),
  )
  return named.flatMap(({ file, name }, index) => {
    if (name === undefined) return [`schema/operations/${file} holds an operation without a name`]
    const twice = named.findIndex((other) => other.name === name) !== index
    return twice ? [`schema/operations/${file}: the name ${name} is used twice`] : []
  })
}
