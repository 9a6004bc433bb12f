import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { createNativeAsk } from '../planning/nativeAsk.ts'
import { nativePlannerOf } from '../planning/nativePlanner.ts'
import type { Planner } from '../planning/planner.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { handSubgraphs, type HandSubgraph } from '../testing/handSubgraphs.ts'
import { mashedKeys, partialUnion, requiredArguments, unreachableObject } from '../testing/hardSupergraphs.ts'
import { ownAnswer } from '../testing/ownAnswer.ts'

interface Case {
  readonly subgraphs: Readonly<Record<string, HandSubgraph>>
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly expected: unknown
  /** Whose plans are right; without it those of both. */
  readonly by?: Planner['name']
}

async function check({ subgraphs, query, variables = {}, expected, by }: Case): Promise<void> {
  const supergraph = composeSupergraph(Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl }]) => [name, sdl])))
  const schema = apiSchemaOf(supergraph.document)
  const [askApollo, askNative] = [await createApolloAsk(supergraph.sdl), await createNativeAsk(supergraph.sdl)]
  const apollo = apolloPlannerOf(supergraph, async (question) => askApollo(question))
  const native = nativePlannerOf(supergraph, async (question) => askNative(question))
  // As the router has it: what the native planner refuses is planned by the other.
  const either: Planner = { ...native, plan: (request) => native.plan(request).catch(() => apollo.plan(request)) }
  for (const planner of [either, apollo].filter(({ name }) => by === undefined || by === name)) {
    for (const generateAfter of [Infinity, 0]) {
      const parts = { supergraph: supergraph.document, schema, planner, call: handSubgraphs(subgraphs) }
      const { data, errors } = await ownAnswer(parts, { query, variables }, generateAfter)
      assert.deepEqual(errors.map(String), [], planner.name)
      assert.equal(JSON.stringify(data), JSON.stringify(expected), planner.name)
    }
  }
}

test('an entity with keys of one field and of several is found by whichever the next subgraph knows', () =>
  check({
    subgraphs: mashedKeys,
    query: '{ shelf { id books { id spine code { edition shelf row } title isbn reader } } }',
    expected: {
      shelf: {
        id: 's1',
        books: [
          { id: 'b1', spine: 'EMMA.', code: { edition: 'e1', shelf: 's1', row: 'r1' }, title: 'Emma', isbn: 'i1', reader: 'reader of i1' },
          {
            id: 'b2',
            spine: 'PERSUASION.',
            code: { edition: 'e1', shelf: 's1', row: 'r2' },
            title: 'Persuasion',
            isbn: 'i2',
            reader: 'reader of i2',
          },
        ],
      },
    },
  }))

test('a field that requires another with an argument is sent that, whatever the client asks the other with', () =>
  check({
    subgraphs: requiredArguments,
    query: 'query ($c: Currency!) { items { duty price(currency: EUR) mine: price(currency: $c) } }',
    variables: { c: 'GBP' },
    expected: {
      items: [
        { duty: 1200, price: 10, mine: 8 },
        { duty: 2400, price: 20, mine: 16 },
      ],
    },
  }))

test('two fields that require another with arguments of which each has its own are each sent their own', () =>
  check({
    subgraphs: requiredArguments,
    query: '{ items { duty tax price(currency: EUR) } }',
    expected: {
      items: [
        { duty: 1200, tax: 8000, price: 10 },
        { duty: 2400, tax: 16_000, price: 20 },
      ],
    },
    // `@apollo/query-planner` fetches the required field once, for both.
    by: 'native',
  }))

test('what an interface object is follows from who can resolve it, where its own subgraph cannot', () =>
  check({
    subgraphs: unreachableObject,
    query: '{ best { __typename id title ... on Film { minutes } ... on Book { pages } } media { id } }',
    expected: {
      best: [
        { __typename: 'Film', id: '2', title: 'Clueless', minutes: 97 },
        { __typename: 'Book', id: '1', title: 'Emma', pages: 474 },
      ],
      media: [{ id: '1' }, { id: '2' }],
    },
  }))

test('members of a union are asked for only where their subgraph knows them', () =>
  check({
    subgraphs: partialUnion,
    query: `{ found { ...F } heard { ...F } } fragment F on Found { __typename ... on Book { title } ... on Film { title length } ... on Song { length } }`,
    expected: {
      found: [
        { __typename: 'Book', title: 'Emma' },
        { __typename: 'Film', title: 'Clueless', length: 2000 },
      ],
      heard: [
        { __typename: 'Song', length: 180 },
        { __typename: 'Film', title: 'Film 4', length: 5820 },
      ],
    },
  }))

test('so are they behind fragments on interfaces that some of them implement, in lists with nulls, behind an entity', () =>
  check({
    subgraphs: partialUnion,
    query: `{ shelf { id items { ... on Titled { title } ... on Sounding { length } ... on Song { id } } } found { ... on Sounding { length } ... on Titled { ... on Film { id title } } } }`,
    expected: {
      shelf: { id: 's', items: [{ title: 'Film 5', length: 60 }, null, { length: 61, id: '6' }] },
      found: [{}, { length: 2000, id: '2', title: 'Clueless' }],
    },
  }))
