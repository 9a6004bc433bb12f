import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { send } from '../../testing/ask.ts'
import { startSmallGraph } from '../../testing/smallGraph.ts'
import { startTestRouter } from '../../testing/testRouter.ts'

const operations = mkdtempSync(join(tmpdir(), 'router-operations-'))
writeFileSync(join(operations, 'browse.graphql'), 'query Browse { products { name } }')
writeFileSync(join(operations, 'account.graphql'), 'query Account { me { id } }')
writeFileSync(join(operations, 'stock.graphql'), 'query Stock { locations }')
const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl, config: { explore: { operations } } })

after(async () => {
  await router.stop()
  await graph.stop()
  rmSync(operations, { recursive: true })
})

test('serves GraphiQL with every file it needs, under a policy without exceptions', async () => {
  const page = await send(`${router.url}/graphiql`)
  assert.equal(page.status, 200)
  assert.match(String(page.headers['content-security-policy']), /script-src 'self'; style-src 'self'/)
  assert.doesNotMatch(page.text, /https?:\/\//)
  assert.doesNotMatch(page.text, /<script(?![^>]* src=)|style=|onclick=/)
  const files = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
  assert.equal(files.length, 6)
  for (const file of files) {
    const asset = await send(`${router.url}${file}`)
    assert.deepEqual([file, asset.status, asset.headers['x-content-type-options']], [file, 200, 'nosniff'])
    assert.match(String(asset.headers['content-type']), file?.endsWith('.css') === true ? /^text\/css/ : /^text\/javascript/)
  }
})

test('offers the example operations that fit the schema, those for everybody first', async () => {
  const page = await send(`${router.url}/graphiql/assets/page.json`)
  const { examples, signIn, ...rest } = JSON.parse(page.text) as { examples: { title: string }[]; signIn: string }
  assert.deepEqual(
    examples.map(({ title }) => title),
    ['browse', 'stock'],
  )
  assert.match(signIn, /^mutation SignIn/)
  assert.deepEqual(rest, {})
})

test('sends compressed files to who reads them', async () => {
  const plain = await send(`${router.url}/graphiql/assets/graphiql.js`)
  const small = await send(`${router.url}/graphiql/assets/graphiql.js`, { headers: { 'accept-encoding': 'gzip' } })
  assert.equal(small.headers['content-encoding'], 'gzip')
  assert.ok(Number(small.headers['content-length']) < Number(plain.headers['content-length']) / 2)
})

test("serves Apollo Sandbox to browsers at /graphql, with a nonce in the policy and a way out without Apollo's network", async () => {
  const page = await send(`${router.url}/graphql`, { headers: { accept: 'text/html,application/xhtml+xml' } })
  assert.equal(page.status, 200)
  assert.match(String(page.headers['content-type']), /^text\/html/)
  const nonce = /'nonce-([0-9a-f]{64})'/.exec(String(page.headers['content-security-policy']))?.[1]
  assert.ok(nonce !== undefined && page.text.includes(nonce))
  assert.match(page.text, /href="\/graphiql"/)
  assert.match(page.text, /query Browse/)
})
