import assert from 'node:assert/strict'
import { test } from 'node:test'

import { pagePolicy } from './pagePolicy.ts'
import { offlineReady, sandboxPage } from './sandboxPage.ts'

const render = async (): Promise<string> => {
  const listener = await sandboxPage([{ title: 'browse', document: 'query Browse { a }' }]).serverWillStart?.({} as never)
  const page = await (listener || undefined)?.renderLandingPage?.()
  return typeof page?.html === 'function' ? page.html() : (page?.html ?? '')
}

test("puts an honest way out into Apollo's own page, in place of Apollo's words", async () => {
  const html = await render()
  assert.match(html, /embeddable-sandbox\.cdn\.apollographql\.com/)
  assert.match(html, /<a href="\/graphiql">/)
  assert.doesNotMatch(html, /Welcome to Apollo Server/)
  assert.match(html, /query Browse/)
})

test('allows only scripts that carry the nonce of this very page', async () => {
  const [one, other] = [await render(), await render()]
  const nonceOf = (html: string): string | undefined => /'nonce-([0-9a-f]+)'/.exec(pagePolicy(html))?.[1]
  assert.notEqual(nonceOf(one), undefined)
  assert.notEqual(nonceOf(one), nonceOf(other))
  assert.doesNotMatch(pagePolicy(one), /unsafe-inline|unsafe-eval/)
  for (const [, attributes] of one.matchAll(/<(?:script|style)([^>]*)>/g)) assert.match(attributes ?? '', new RegExp(nonceOf(one) ?? '-'))
})

test('lets a page without a nonce run nothing', () => {
  assert.match(pagePolicy('<html></html>'), /script-src 'none'/)
})

test('leaves a page alone whose shape it does not know', () => {
  assert.equal(offlineReady('<html><body>new</body></html>'), '<html><body>new</body></html>')
})
