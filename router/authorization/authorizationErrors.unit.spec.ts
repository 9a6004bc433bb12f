import assert from 'node:assert/strict'
import { test } from 'node:test'

import { denialErrors, staticErrors, withDenials } from './authorizationErrors.ts'
import type { Denial } from './denials.ts'

const denial = (path: string, nested = false): Denial => ({ path: path.split('.'), guards: [], nested })
const nulls = (...paths: (string | number)[][]) => ({ paths, total: paths.length })
const written = (errors: readonly unknown[]): unknown => JSON.parse(JSON.stringify(errors))
const message = 'Unauthorized field or type'
const code = 'UNAUTHORIZED_FIELD_OR_TYPE'

test('tells of each null by its exact path', () => {
  const errors = denialErrors([denial('orders.buyer')], nulls(['orders', 0, 'buyer'], ['orders', 3, 'buyer']), 'r1')
  assert.deepEqual(written(errors), [
    { message, path: ['orders', 0, 'buyer'], extensions: { code, requestId: 'r1' } },
    { message, path: ['orders', 3, 'buyer'], extensions: { code, requestId: 'r1' } },
  ])
})

test('names the denied fields where the null stands above them', () => {
  const errors = denialErrors([denial('me.mail'), denial('me.key'), denial('meal')], nulls(['me'], ['meal']), 'r1')
  assert.deepEqual(written(errors), [
    { message, path: ['me'], extensions: { code, affectedPaths: ['me.mail', 'me.key'], requestId: 'r1' } },
    { message, path: ['meal'], extensions: { code, requestId: 'r1' } },
  ])
})

test('a denied field for which the answer had no place is told once, without a path', () => {
  const errors = denialErrors([denial('orders.buyer'), denial('search.code')], nulls(['search', 1, 'code']), 'r1')
  assert.deepEqual(written(errors), [
    { message, path: ['search', 1, 'code'], extensions: { code, requestId: 'r1' } },
    { message, extensions: { code, affectedPaths: ['orders.buyer'], requestId: 'r1' } },
  ])
})

test('is silent about what lies inside of a denied field', () => {
  assert.equal(denialErrors([denial('me'), denial('me.mail', true)], nulls(['me']), 'r1').length, 1)
})

test('lists a hundred and counts the rest', () => {
  const paths = Array.from({ length: 100 }, (_, index) => ['all', index, 'x'])
  const errors = denialErrors([denial('all.x')], { paths, total: 4321 }, 'r1')
  assert.equal(errors.length, 101)
  assert.deepEqual(written(errors.slice(99)), [
    { message, path: ['all', 99, 'x'], extensions: { code, requestId: 'r1' } },
    { message: `${message}: 4221 more`, extensions: { code, omitted: 4221, requestId: 'r1' } },
  ])
  assert.equal(denialErrors([denial('all.x')], { paths, total: 100 }, 'r1').length, 100)
  const many = Array.from({ length: 250 }, (_, index) => denial(`f${index}`))
  assert.equal(staticErrors(many, 'r1').length, 101)
  assert.equal(staticErrors(many, 'r1')[100]?.extensions['omitted'], 150)
  assert.equal(denialErrors(many, { paths: [], total: 0 }, 'r1')[100]?.extensions['omitted'], 150)
})

test('errors go where the config wants them, beside what was there', () => {
  const errors = staticErrors([denial('me')], 'r1')
  const answer = { data: { me: null }, extensions: { cost: 1 } }
  assert.deepEqual(withDenials(answer, errors, 'errors'), { ...answer, errors })
  assert.deepEqual(withDenials(answer, errors, 'extensions'), { data: { me: null }, extensions: { cost: 1, authorizationErrors: errors } })
  assert.equal(withDenials(answer, errors, 'disabled'), answer)
  assert.equal(withDenials(answer, [], 'extensions'), answer)
})
