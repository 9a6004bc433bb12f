import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print, validate } from 'graphql'

import { randomOperation } from '@agora/testkit/randomOperation.ts'

import { analyseOperation } from '../authorization/analyseOperation.ts'
import { filterOperation } from '../authorization/filterOperation.ts'
import { createJudge } from '../authorization/judge.ts'
import { readProtection } from '../authorization/readProtection.ts'
import type { CallSubgraph } from '../execution/callSubgraph.ts'
import { withoutDefer } from '../planning/withoutDefer.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { somebody } from '../testing/authorize.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { deferAtRandom } from '../testing/deferAtRandom.ts'
import { createReadParts, type ReadPart } from '../testing/readParts.ts'
import { seedOfRun } from '../testing/seedOfRun.ts'
import { subgraphsOf, type World } from '../testing/world.ts'
import { mergePart } from './mergePart.ts'

const run = seedOfRun(80, process.env)

const sdl = {
  people: `type Query { me: User users: [User!] } type User @key(fields: "id") { id: ID! name: String @requiresScopes(scopes: [["names"]]) age: Int }`,
  posts: `type User @key(fields: "id") { id: ID! mail: String @requiresScopes(scopes: [["mails"]]) posts: [Post!]! friend: User @requiresScopes(scopes: [["friends"]]) }
    type Post @key(fields: "id") { id: ID! text: String author: User @authenticated }`,
  votes: `type Post @key(fields: "id") { id: ID! votes: Int @requiresScopes(scopes: [["votes"]]) fans: [User!] } type User @key(fields: "id", resolvable: false) { id: ID! }`,
}
const FORBIDDEN: Readonly<Record<string, RegExp>> = { names: /\bname\b/, mails: /\bmail\b/, friends: /\bfriend\b/, votes: /\bvotes\b/ }

const merged = ([first, ...later]: readonly ReadPart[]): unknown => {
  const whole = structuredClone(first?.data ?? null)
  for (const { path, data } of later) if (whole !== null && data !== null) mergePart(whole, path, data)
  return JSON.parse(JSON.stringify(whole))
}

test(`whatever is denied and wherever it is deferred, nobody is asked for it, the answer is the one without @defer, and so are its denials, SEED=${run.seed}`, async () => {
  const supergraph = composeSupergraph(sdl)
  const schema = apiSchemaOf(supergraph.document)
  const protection = readProtection(supergraph.document)
  assert.ok(protection.ok)
  const judge = createJudge(schema, protection.value)
  let checked = 0
  let denials = 0
  for (let nth = 0; checked < run.operations; nth++) {
    const draw = run.drawOf(nth)
    const choices = Array.from({ length: 120 }, () => draw(5040))
    const { query, variables: given } = randomOperation(schema, choices)
    if (validate(schema, parse(query)).length > 0) continue
    const document = deferAtRandom(schema, parse(query, { noLocation: true }), draw)
    const variables = { ...given, deferred: draw(2) === 0 }
    const held = Object.keys(FORBIDDEN).filter(() => draw(2) === 0)
    const { read } = await createReadParts({
      supergraph,
      schema,
      admit: (asked) => filterOperation(analyseOperation({ schema, judge }, asked, undefined), somebody(held)),
    })
    const world: World = { seed: nth, members: {}, requirements: {}, fails: () => false }
    const asked: string[] = []
    const call: CallSubgraph = (...request) => (asked.push(request[0].query), subgraphsOf(world, sdl)(...request))
    const parts = await read(document, variables, call)
    const [whole] = await read(withoutDefer(document), variables, call)
    const told = `${held.join()} ${JSON.stringify(variables)}: ${print(document)}`
    for (const [scope, field] of Object.entries(FORBIDDEN))
      assert.ok(held.includes(scope) || asked.every((text) => !field.test(text)), `${scope} was asked for; ${told}`)
    assert.deepEqual(merged(parts), JSON.parse(JSON.stringify(whole?.data)), told)
    const deniedIn = (all: readonly (ReadPart | undefined)[]): string[] => [
      ...new Set(all.flatMap((part) => part?.denied.paths.map((path) => path.join('.')) ?? [])),
    ]
    assert.deepEqual(deniedIn(parts).toSorted(), deniedIn([whole]).toSorted(), told)
    if (parts.length > 1) checked += 1
    denials += deniedIn(parts).length
  }
  assert.ok(denials > run.operations, `${denials} denials`)
})
