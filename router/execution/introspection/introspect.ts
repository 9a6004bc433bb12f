import { execute, visit, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql'

/** Answers the introspection of an operation; variables are the client's, coerced. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => ExecutionResult

/** Makes the function that answers a document of introspection alone. Without variables it is worked out once. */
export function compileIntrospection(schema: GraphQLSchema, document: DocumentNode): Introspect {
  const run: Introspect = (variableValues) => {
    const result = execute({ schema, document, variableValues })
    if (result instanceof Promise) throw new TypeError('Introspection waits for nothing')
    return result
  }
  let known: ExecutionResult | undefined
  return hasVariables(document) ? run : () => (known ??= run({}))
}

function hasVariables(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    OperationDefinition: (operation) => {
      found ||= (operation.variableDefinitions ?? []).length > 0
    },
  })
  return found
}
