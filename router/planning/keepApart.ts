import { Kind, visit, type DocumentNode, type FieldDefinitionNode, type FieldNode } from 'graphql'

import { fieldsIn, textArguments } from './fieldSets.ts'

const APART = '_as_'
/** What the native planner calls fields that it must ask for twice. */
const PLANNERS_OWN = '_internal_qp_alias_'

/** What the client calls a response key of a planned operation. */
export function keyForClient(key: string): string {
  return key.startsWith(APART) ? key.slice(APART.length) : key
}

/** What the data that is gathered for an operation calls a field of the client's. */
export type KeyInData = (field: FieldNode) => string

/** Tells what `createKeepApart` makes of the response keys of a supergraph's operations. */
export function createKeyInData(supergraph: DocumentNode): KeyInData {
  const { asked, varying } = namesOf(supergraph)
  return ({ name, alias }) => {
    const key = alias?.value ?? name.value
    const mustMove = key.startsWith(APART) || key.startsWith(PLANNERS_OWN) || (key === name.value ? varying.has(key) : asked.has(key))
    return mustMove ? `${APART}${key}` : key
  }
}

/**
 * Renames the response keys of an operation that could meet, in the gathered data, what planners ask for on their own account: keys, required
 * fields and `__typename`. Both planners let them meet. `{ me { id: nickname mail } }` then loses the nickname, or asks for the mail of
 * whomever the nickname names; `__typename: nickname` makes a thing of another type. Equal keys stay equal; nothing to rename, the same
 * document.
 */
export function createKeepApart(supergraph: DocumentNode): (document: DocumentNode) => DocumentNode {
  const keyInData = createKeyInData(supergraph)
  return (document) =>
    visit(document, {
      Field: (node) => {
        const key = keyInData(node)
        return key === (node.alias ?? node.name).value ? undefined : { ...node, alias: { kind: Kind.NAME, value: key } }
      },
    })
}

/** The fields that keys and requirements name, and those of them that take arguments: with others than the client's they bring another value. */
function namesOf(supergraph: DocumentNode): { asked: ReadonlySet<string>; varying: ReadonlySet<string> } {
  const keys = new Set(['__typename'])
  const required = new Set<string>()
  const taking = new Set<string>()
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const key of textArguments(definition.directives, 'join__type', 'key')) addAll(keys, fieldsIn(key))
    for (const field of definition.fields ?? []) {
      if (takesArguments(field)) taking.add(field.name.value)
      for (const requires of textArguments(field.directives, 'join__field', 'requires')) addAll(required, fieldsIn(requires))
    }
  }
  return { asked: keys.union(required), varying: required.intersection(taking) }
}

function takesArguments(field: FieldDefinitionNode): boolean {
  return (field.arguments ?? []).length > 0
}

function addAll(names: Set<string>, more: Iterable<string>): void {
  for (const name of more) names.add(name)
}
