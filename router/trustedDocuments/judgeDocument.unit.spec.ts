import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { AskedDocument } from './askedDocument.ts'
import { judgeDocument, type DocumentVerdict, type TrustMode } from './judgeDocument.ts'
import { listDocuments } from './listedDocuments.ts'
import { sha256 } from './readManifest.ts'

const [known, own, stray] = ['{ known }', '{ own }', '{ stray }']
const documents = listDocuments([
  { id: sha256(known), body: known },
  { id: 'own-1', body: own },
])
const listed = documents.ok ? documents.value : null
const registered = (hash: string): string | undefined => (hash === sha256(stray) ? stray : undefined)
const MODES: readonly TrustMode[] = ['allow', 'log', 'safelist', 'ids-only']

function say(verdict: DocumentVerdict): string {
  if (verdict.kind === 'refused') return verdict.code
  return `${verdict.kind === 'text' ? verdict.source : 'as it is'}, ${verdict.isListed === null ? 'not counted' : verdict.isListed ? 'listed' : 'unlisted'}`
}

function onEachRung(asked: Partial<AskedDocument>, list = listed): string[] {
  const whole = { source: undefined, documentId: undefined, isPersisted: asked.hash !== undefined, hash: undefined, ...asked }
  return MODES.map((mode) => say(judgeDocument(whole, { mode, listed: list, registered })))
}

const four = (what: string): string[] => [what, what, what, what]
const mismatch = ['as it is, listed', 'as it is, listed', 'BAD_REQUEST', 'PERSISTED_QUERY_ID_REQUIRED']

const cases: readonly (readonly [string, Partial<AskedDocument>, readonly string[]])[] = [
  ['a listed text', { source: known }, ['as it is, listed', 'as it is, listed', 'as it is, listed', 'PERSISTED_QUERY_ID_REQUIRED']],
  ['another text', { source: stray }, ['as it is, unlisted', 'as it is, unlisted', 'QUERY_NOT_IN_SAFELIST', 'PERSISTED_QUERY_ID_REQUIRED']],
  [
    'a text with a space more',
    { source: `${known} ` },
    ['as it is, unlisted', 'as it is, unlisted', 'QUERY_NOT_IN_SAFELIST', 'PERSISTED_QUERY_ID_REQUIRED'],
  ],
  ['a listed hash', { hash: sha256(known) }, four('{ known }, listed')],
  ['an id of the manifest as hash', { hash: 'own-1' }, four('{ own }, listed')],
  ['a listed documentId', { documentId: 'own-1' }, four('{ own }, listed')],
  ['a documentId with its algorithm', { documentId: `sha256:${sha256(own)}` }, four('{ own }, listed')],
  ['an unknown documentId', { documentId: sha256(stray) }, four('PERSISTED_QUERY_NOT_IN_LIST')],
  ['a documentId and a text', { documentId: 'own-1', source: own }, four('CANNOT_SEND_PQ_ID_AND_BODY')],
  ['a documentId and a hash', { documentId: 'own-1', hash: sha256(own) }, four('CANNOT_SEND_PQ_ID_AND_BODY')],
  [
    'a hash that a client has registered',
    { hash: sha256(stray) },
    ['{ stray }, unlisted', '{ stray }, unlisted', 'PERSISTED_QUERY_NOT_IN_LIST', 'PERSISTED_QUERY_NOT_IN_LIST'],
  ],
  [
    'an unknown hash',
    { hash: sha256('?') },
    ['as it is, not counted', 'as it is, not counted', 'PERSISTED_QUERY_NOT_IN_LIST', 'PERSISTED_QUERY_NOT_IN_LIST'],
  ],
  [
    'a listed text with its hash',
    { source: known, hash: sha256(known) },
    ['{ known }, listed', '{ known }, listed', '{ known }, listed', 'PERSISTED_QUERY_ID_REQUIRED'],
  ],
  ['a listed text with the hash of another', { source: known, hash: sha256(own) }, mismatch],
  ['a listed text with a hash of another version', { source: known, isPersisted: true }, mismatch],
  [
    'a text to be registered',
    { source: stray, hash: sha256(stray) },
    ['as it is, unlisted', 'as it is, unlisted', 'QUERY_NOT_IN_SAFELIST', 'PERSISTED_QUERY_ID_REQUIRED'],
  ],
  [
    'an unlisted text under a listed hash',
    { source: stray, hash: sha256(known) },
    ['as it is, unlisted', 'as it is, unlisted', 'QUERY_NOT_IN_SAFELIST', 'PERSISTED_QUERY_ID_REQUIRED'],
  ],
  ['nothing', {}, four('as it is, not counted')],
]

for (const [what, asked, verdicts] of cases) test(`${what} on each rung of the ladder`, () => assert.deepEqual(onEachRung(asked), verdicts))

test('without manifests a documentId says nothing, and registered hashes are found', () => {
  assert.equal(onEachRung({ documentId: 'own-1', source: own }, null)[0], 'as it is, not counted')
  assert.equal(onEachRung({ hash: sha256(stray) }, null)[0], '{ stray }, unlisted')
})
