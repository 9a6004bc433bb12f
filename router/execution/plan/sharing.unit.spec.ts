import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { FetchStep } from '../../planning/plan.ts'
import { entities, gather, inOrder, leaves, list, path, root } from '../../testing/handPlans.ts'
import { copyOf, mayShare } from './sharing.ts'

const keys = (text: string): ReadonlyMap<string, ReadonlyMap<string, null> | null> =>
  new Map(text.split(' ').map((key) => [key.replace(/>.*/, ''), key.includes('>') ? new Map([[key.replace(/.*>/, ''), null]]) : null]))
const writing = (paths: readonly string[], written: string) => ({ paths: paths.map(path), keys: keys(written) })

test('an answer is shared by all places where nothing more is written into it, or the same everywhere', () => {
  const books = writing(['a.books.@', 'b.book'], 'title author>name')
  const cases: [boolean, ReturnType<typeof writing>[]][] = [
    [true, []],
    [true, [writing(['a.books.@', 'b.book'], 'price')]],
    [true, [writing(['a.books.@.author', 'b.book.author'], 'mail')]],
    [true, [writing(['a.books.@'], 'other>x')]],
    [true, [writing(['a.other', 'a.books.@.title'], 'x>y')]],
    [false, [writing(['a.books.@.author'], 'mail')]],
    [false, [writing(['b.book.author.friends.@'], 'mail')]],
    [false, [writing(['a.books.@.author'], 'mail'), writing(['b.book.author'], 'mail')]],
    [false, [writing(['a.books.@'], 'author>mail')]],
    [false, [writing(['a.books.@|Novel.author', 'b.book.author'], 'mail')]],
    [true, [writing(['a'], 'books>author')]],
  ]
  for (const [expected, others] of cases) assert.equal(mayShare(books, [books, ...others]), expected, JSON.stringify(others))
  const above = { paths: [path('a')], keys: new Map([['books', keys('author>mail')]]) }
  assert.equal(mayShare(books, [books, above]), false)
  assert.equal(mayShare(writing(['a'], 'x>y'), [writing(['a.x'], 'z')]), true)
  assert.equal(mayShare(writing(['a', 'b'], 'x y'), [writing(['a.x'], 'z')]), true)
})

test('a copy has the known keys and shares nothing in which something could be written', () => {
  const answered = JSON.parse('{"a":{"b":1,"__proto__":{"c":2}},"list":[[{"b":null}],null],"json":{"x":1},"hidden":{"b":1}}') as Record<
    string,
    unknown
  >
  const copy = copyOf(
    answered,
    new Map([
      ['a', keys('b')],
      ['list', keys('b')],
      ['json', null],
      ['absent', keys('b')],
    ]),
  ) as typeof answered
  assert.deepEqual(copy, { a: { b: 1 }, list: [[{ b: null }], null], json: { x: 1 } })
  assert.equal(copy['json'], answered['json'])
  assert.notEqual(copy['a'], answered['a'])
})

test('one entity at two places of the client’s, asked there for different things under one name', async () => {
  const author = (subgraph: string, at: string): FetchStep =>
    entities(
      subgraph,
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Author { mail } } }',
      list(at, [leaves('Author', 'id')]),
    )
  const book = entities(
    'books',
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Book { author { __typename id } } } }',
    list(['one', 'other'], [leaves('Book', 'id')]),
  )
  const { data } = await gather(
    inOrder(root('shop', '{ one { id } other { id } }'), book, author('work', 'one.author'), author('home', 'other.author')),
    {
      shop: { data: { one: { __typename: 'Book', id: '1' }, other: { __typename: 'Book', id: '1' } } },
      books: { data: { _entities: [{ author: { __typename: 'Author', id: '7' } }] } },
      work: { data: { _entities: [{ mail: 'work' }] } },
      home: { data: { _entities: [{ mail: 'home' }] } },
    },
  )
  assert.deepEqual(data, {
    one: { __typename: 'Book', id: '1', author: { __typename: 'Author', id: '7', mail: 'work' } },
    other: { __typename: 'Book', id: '1', author: { __typename: 'Author', id: '7', mail: 'home' } },
  })
})
