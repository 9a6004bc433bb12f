import assert from 'node:assert/strict'
import { test } from 'node:test'

import { apolloPlans } from '../testing/planOf.ts'
import { commands, findings, people } from '../testing/smallSupergraphs.ts'

const mail = `posts query($representations:[_Any!]!){_entities(representations:$representations){...on User{mail}}}
    _entities($representations) of me as User{__typename id}`

test('a deferred fragment is a part with what must still be asked for it, and what it holds', async () => {
  const { root, deferred } = await (await apolloPlans(people)).plan('{ me { name ... @defer(label: "late") { mail } } }')
  assert.equal(root?.kind, 'fetch')
  const [part] = deferred
  assert.deepEqual(
    { ...part, step: part?.step?.kind },
    { label: 'late', path: [{ kind: 'field', key: 'me' }], selection: '{ mail }', when: [], after: [], atOnce: false, step: 'fetch' },
  )
  assert.equal(deferred.length, 1)
})

test('a part that comes with the rest has nothing to ask', async () => {
  assert.equal(await (await apolloPlans(people)).draw('{ me { ... @defer { id } } }'), 'people {me{id}}\ndefer - at me after [] { id }\n  nothing')
})

test('a part of a part waits for it', async () => {
  assert.equal(
    await (await apolloPlans(people)).draw('{ me { name ... @defer(label: "a") { mail ... @defer(label: "b") { posts { author { name } } } } } }'),
    `people {me{__typename name id}}
defer a at me after [] { mail }
  ${mail}
defer b at me after [0] { posts { author { name } } }
  sequence
    posts query($representations:[_Any!]!){_entities(representations:$representations){...on User{posts{author{__typename id}}}}}
      _entities($representations) of me as User{__typename id}
    people query($representations:[_Any!]!){_entities(representations:$representations){...on User{name}}}
      _entities($representations) of me.posts.@.author as User{__typename id}`,
  )
})

test('a part of the root that another subgraph brings may be asked for at once', async () => {
  assert.equal(
    await (await apolloPlans(commands)).draw('{ here ... @defer { there } }'),
    'a {here}\ndefer - at . after [] at once { there }\n  b {...on Query{there}}',
  )
})

test('a variable that decides about a part decides about the rest, too', async () => {
  assert.equal(
    await (await apolloPlans(people)).draw('query ($v: Boolean!) { me { name ... @defer(if: $v) { mail } } }'),
    `if $v
  people {me{__typename name id}}
else
  sequence
    people {me{__typename id name}}
    ${mail.replace('\n', '\n  ')}
defer - at me after [] $v=true { mail }
  ${mail}`,
  )
})

test('paths of parts name types and go through lists', async () => {
  const { deferred } = await (await apolloPlans(findings)).plan('{ search { ... on User { friends { ... @defer { name } } } } }')
  assert.deepEqual(deferred[0]?.path, [
    { kind: 'field', key: 'search' },
    { kind: 'types', names: ['User'] },
    { kind: 'field', key: 'friends' },
  ])
})

test('parts of mutations stay with their field', async () => {
  assert.equal(
    await (
      await apolloPlans(commands)
    ).draw('mutation { four { ... @defer(label: "f") { name } } two { user { id ... @defer(label: "t") { name } } } }'),
    `sequence
  b mutation{four{__typename id}}
  a mutation{two{user{__typename id}}}
defer f at four after [] { name }
  b query($representations:[_Any!]!){_entities(representations:$representations){...on User{name}}}
    _entities($representations) of four as User{__typename id}
defer t at two.user after [] { name }
  b query($representations:[_Any!]!){_entities(representations:$representations){...on User{name}}}
    _entities($representations) of two.user as User{__typename id}`,
  )
})
