import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createGraphqlClient, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { rootFields } from '../access/rootFields.ts'
import { watchStillness, type Stillness } from '../access/stillness.ts'
import { newVisitors } from '../access/visitors.ts'
import { readInsides } from '../insides.ts'
import { graphqlUrl } from '../stack.ts'
import { exaggerationsOf, type Exaggeration } from './exaggerations.ts'

const insides = readInsides()
let admin: GraphqlClient
let stillness: Stillness

before(async () => {
  const visitors = await newVisitors(insides.signingKeysDir)
  admin = createGraphqlClient(graphqlUrl).as(visitors.get('ADMIN')?.accessToken)
  stillness = await watchStillness(insides.databases)
})
after(() => stillness?.close())

interface Payload {
  readonly userErrors: readonly { readonly field: readonly string[] | null }[]
}

/** What may be asked for by a text of any length, because there is nothing of that name. */
const lookUps = new Set(['category.slug', 'node.id', 'nodes.ids', 'orderByViewToken.token', 'product.slug', 'user.id', 'variant.sku'])
/** Whether a version is too high is known only to the thing itself. */
const isFarAhead = ({ place, given }: Exaggeration): boolean => place.endsWith('.expectedVersion') && given === '2147483647'

const isNothing = (answer: unknown): boolean => answer === null || (Array.isArray(answer) && answer.every((each) => each === null))

/** Whether the answer blames this very input and not another. */
async function isRefused({ place, query }: Exaggeration): Promise<boolean> {
  const { data, errors } = await admin.ask<{ answer: Payload | null }>(query)
  const codes = errors.map(({ extensions }) => extensions?.code)
  if (codes.length > 0) return codes.every((code) => code === 'BAD_USER_INPUT' || code === 'MAX_NODES_LIMIT')
  if (lookUps.has(place)) return isNothing(data?.answer)
  const name = place.slice(place.indexOf('.') + 1)
  return data?.answer?.userErrors?.some(({ field }) => field?.includes(name)) === true
}

for (const field of rootFields) {
  const exaggerations = exaggerationsOf(field).filter((each) => !isFarAhead(each))
  if (exaggerations.length === 0) continue
  test(`${field.kind} ${field.name} refuses each input that is too long, too large or too many, and changes nothing`, async () => {
    const taken: string[] = []
    for (const each of exaggerations) if (!(await isRefused(each))) taken.push(`${each.place}: ${each.given}`)
    assert.deepEqual(taken, [])
    await stillness.assertStill(field.name)
  })
}
