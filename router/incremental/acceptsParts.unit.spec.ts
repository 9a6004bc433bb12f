import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createAcceptsParts } from './acceptsParts.ts'

const takesParts = createAcceptsParts()

test('the format of 2022-08-24 is taken by whoever names it', () => {
  for (const accept of [
    'multipart/mixed;deferSpec=20220824',
    'multipart/mixed; deferSpec=20220824, application/json',
    'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
    'application/json, Multipart/Mixed; DeferSpec="20220824"',
    'multipart/mixed;deferSpec=20220824, multipart/mixed, */*',
    'multipart/mixed;deferSpec=20220824, multipart/mixed;incrementalSpec=v0.2',
    'multipart/mixed;deferSpec=20220824;q=0.5, multipart/mixed;q=0.4',
  ])
    assert.equal(takesParts(accept), true, accept)
})

test('nobody else is sent parts', () => {
  assert.equal(takesParts(undefined), false)
  for (const accept of [
    '',
    '*/*',
    'application/json',
    'multipart/mixed',
    'multipart/mixed;subscriptionSpec=1.0',
    'multipart/mixed;deferSpec=20240101',
    'multipart/mixed;deferSpec=20220824;q=0, application/json',
    'multipart/mixed;deferSpec=20220824;q=none, application/json',
    'multipart/mixed;deferSpec=20220824;charset=utf-8',
  ])
    assert.equal(takesParts(accept), false, accept)
})

test('what fits another format of parts better is not ours', () => {
  for (const accept of [
    'multipart/mixed;incrementalSpec=v0.2, multipart/mixed;deferSpec=20220824',
    'multipart/mixed;deferSpec=20220824;q=0.5, */*',
    'multipart/*, multipart/mixed;deferSpec=20220824;q=0.9',
  ])
    assert.equal(takesParts(accept), false, accept)
})
