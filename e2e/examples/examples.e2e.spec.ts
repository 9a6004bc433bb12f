import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'

import { buildSchema, isInputType, Kind, parseValue, print, typeFromAST, valueFromAST, type OperationDefinitionNode } from 'graphql'
import { request } from 'undici'

import { readOperations } from '../../tools/schema/operations.ts'
import { inertLiteral } from '../access/rootFields.ts'
import { newVisitors, type Visitor } from '../access/visitors.ts'
import { readInsides } from '../insides.ts'
import { graphqlUrl } from '../stack.ts'

const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))
const examples = readOperations(new URL('../../schema/operations/', import.meta.url)).flatMap(({ file, document }) =>
  document.definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [{ file, source: print(document), operation: node }] : [])),
)

/** Values for the variables that have no default: of the right type, and of nothing that exists. */
function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const required = variableDefinitions.filter(({ defaultValue, type }) => defaultValue === undefined && type.kind === Kind.NON_NULL_TYPE)
  return Object.fromEntries(
    required.map(({ variable, type: written }) => {
      const type = typeFromAST(api, written)
      assert.ok(isInputType(type))
      return [variable.name.value, valueFromAST(parseValue(inertLiteral(type)), type)]
    }),
  )
}

let administrator: Visitor
let leaver: Visitor

before(async () => {
  const visitors = await newVisitors(readInsides().signingKeysDir)
  const [admin, customer] = [visitors.get('ADMIN'), visitors.get('CUSTOMER')]
  assert.ok(admin !== undefined && customer !== undefined)
  administrator = admin
  leaver = customer
})

for (const { file, source, operation } of examples) {
  const operationName = operation.name?.value ?? ''
  test(`${file} ${operationName} is answered without an error, picked by its name from the whole file`, async () => {
    const token = operationName.startsWith('SignOut') ? await leaver.anotherToken() : administrator.accessToken
    const answer = await request(graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: source, operationName, variables: variablesOf(operation) }),
    })
    const body = (await answer.body.json()) as {
      readonly data?: object | null
      readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
    }
    // A value that means nothing may be refused as such; anything else is a fault of the example or of the graph.
    assert.deepEqual(body.errors?.filter(({ extensions }) => extensions?.code !== 'BAD_USER_INPUT') ?? [], [])
    assert.equal(answer.statusCode, 200)
  })
}
