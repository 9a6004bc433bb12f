import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { parse, validate, type GraphQLSchema } from 'graphql'

/** A document to begin with. */
export interface ExampleOperation {
  readonly title: string
  readonly document: string
}

/** What stands in the editor where no examples fit the schema. */
const ANYTHING: ExampleOperation = { title: 'start', document: '# Any query of this graph. Ctrl-Space completes.\nquery Hello {\n  __typename\n}\n' }

/** The `.graphql` files of a folder that fit the schema, by name; `browse` first, for it needs no rights. Never empty. */
export function readExampleOperations(folder: string | undefined, schema: GraphQLSchema): ExampleOperation[] {
  if (folder === undefined || !existsSync(folder)) return [ANYTHING]
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'))
  const order = (name: string): string => (name === 'browse.graphql' ? '' : name)
  const examples = names
    .toSorted((one, other) => order(one).localeCompare(order(other)))
    .map((name) => ({ title: name.slice(0, -'.graphql'.length), document: readFileSync(join(folder, name), 'utf8') }))
    .filter(({ document }) => fits(document, schema))
  return examples.length === 0 ? [ANYTHING] : examples
}

function fits(document: string, schema: GraphQLSchema): boolean {
  try {
    return validate(schema, parse(document)).length === 0
  } catch {
    return false
  }
}
