import { createHash } from 'node:crypto'

import { Kind, parse, type OperationDefinitionNode } from 'graphql'

/**
 * The manifest of trusted documents in the format of Apollo's tools: every operation by its name, with the SHA-256 of its text as its id. A router that
 * is told of it answers them by their ids, and if it should, nothing else.
 */
export function clientManifest(operations: ReadonlyMap<string, string>): string {
  const listed = [...operations]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, body]) => ({ id: sha256(body), name, type: typeOf(body), body }))
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: listed }, null, 2)}\n`
}

function typeOf(body: string): string | undefined {
  return parse(body).definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)?.operation
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
