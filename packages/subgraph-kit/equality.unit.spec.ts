import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { ApolloServer } from '@apollo/server'
import fc from 'fast-check'

import { createLogger } from '@agora/logger/logger.ts'
import { anonymous, type Principal, type Viewer } from '@agora/security/viewer.ts'
import { randomOperation } from '@agora/testkit/randomOperation.ts'
import { customer, guest } from '@agora/testkit/viewers.ts'

import type { SubgraphContext } from './context.ts'
import { createApollo } from './createApollo.ts'
import { library } from './fixtures/library.ts'
import { watchShield } from './fixtures/watchShield.ts'
import { protectSchema } from './protectSchema.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const schema = protectSchema(library)
let kit: ApolloServer<SubgraphContext>
let authority: ApolloServer<SubgraphContext>

before(async () => {
  kit = await createApollo({ schema, logger })
  authority = await createApollo({ schema, logger, compiled: false })
})
after(() => Promise.all([kit.stop(), authority.stop()]))

interface Answer {
  readonly body: { readonly data?: unknown; readonly errors?: unknown }
  readonly byShield: boolean
}

async function ask(
  server: ApolloServer<SubgraphContext>,
  request: { query: string; variables: Readonly<Record<string, unknown>> },
  viewer: Viewer,
): Promise<Answer> {
  const { context, wasAsked } = watchShield({ viewer, requestId: 'r1', logger })
  const { body } = await server.executeOperation({ query: request.query, variables: { ...request.variables } }, { contextValue: context })
  assert.equal(body.kind, 'single')
  const { data, errors } = body.kind === 'single' ? body.singleResult : {}
  return { body: asSent({ data, errors }), byShield: wasAsked() }
}

/** As JSON, whose objects have no order: between fragments the compiler may put fields in another one. */
const asSent = (body: Answer['body']): Answer['body'] => JSON.parse(JSON.stringify(body)) as Answer['body']

const withScopes = (...scopes: readonly string[]): Principal => ({ ...customer('usr_a'), scopes })
const viewers: readonly Viewer[] = [
  anonymous,
  guest(),
  withScopes(),
  withScopes('notes'),
  withScopes('staff', 'notes'),
  withScopes('staff', 'notes', 'root', 'secrets'),
  { ...withScopes('notes'), sub: 'usr_b' },
]
const representations = [
  { __typename: 'Book', id: '1' },
  { __typename: 'Book', id: '2' },
  { __typename: 'Film', id: '4' },
  { __typename: 'Author', id: 'usr_a' },
  { __typename: 'Author', id: 'usr_b' },
  { __typename: 'Secret', id: '1' },
  { __typename: 'Book', id: 'none' },
  { __typename: 'Author', id: 'bad' },
  { __typename: 'Nothing' },
]
const choices = fc.array(fc.nat(5039), { minLength: 120, maxLength: 120 })

test('for any viewer and operation the compiled answer is the fully shielded one', async () => {
  let compiledRuns = 0
  let withErrors = 0
  await fc.assert(
    fc.asyncProperty(choices, fc.constantFrom(...viewers), async (numbers, viewer) => {
      const operation = randomOperation(schema.bare, numbers, { without: ['_service'], values: { _Any: representations } })
      const expected = await ask(authority, operation, viewer)
      for (let run = 1; run <= 4; run++) {
        const answer = await ask(kit, operation, viewer)
        assert.deepEqual(answer.body, expected.body, operation.query)
        if (!answer.byShield) compiledRuns += 1
      }
      if (expected.body.errors !== undefined) withErrors += 1
    }),
    { numRuns: 1000 },
  )
  assert.ok(compiledRuns > 300, `only ${compiledRuns} runs were compiled`)
  assert.ok(withErrors > 50, `only ${withErrors} answers had errors`)
})
