import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import { addProduct, type MadeProduct } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#c33"/></svg>'
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let stack: ProductsStack
let router: Caller
let made: MadeProduct
before(async () => {
  stack = await startProductsStack()
  router = stack.caller('router')
  made = await addProduct(stack)
})
after(() => stack.stop())

const options = { timeoutMs: 5_000, requestId: 'req-1' }
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const version = async (id: string): Promise<number> =>
  (await stack.data<{ product: { version: number } }>('query ($id: ID!) { product(id: $id) { version } }', { id })).product.version
const picture = { contentType: 'image/svg+xml', data: base64(SVG), altText: 'A red ball' }

interface WithMedia {
  readonly product: {
    readonly media: readonly { readonly id: string; readonly url: string; readonly contentType: string; readonly altText: string }[]
  } | null
  readonly userErrors: readonly { readonly code: string }[]
}
const add = async (input: object): Promise<WithMedia> =>
  stack.change<WithMedia>(
    'addProductMedia',
    { productId: made.id, expectedVersion: await version(made.id), ...picture, ...input },
    'product { media { id url contentType altText } }',
  )

test('pictures are added, listed in their order, served to the router and taken away', async () => {
  await add({})
  const { product } = await add({ contentType: 'image/png', data: PNG, altText: 'A dot' })
  assert.deepEqual(
    product?.media.map(({ contentType, altText }) => [contentType, altText]),
    [
      ['image/svg+xml', 'A red ball'],
      ['image/png', 'A dot'],
    ],
  )
  const [ball, dot] = product?.media ?? []
  const served = await router.get(ball?.url ?? '', options)
  assert.equal(served.ok, true)
  if (!served.ok) return
  const { status, body } = served.value
  const headers = served.value.headers()
  assert.deepEqual(
    [
      status,
      headers['content-type'],
      headers['content-security-policy'],
      headers['x-content-type-options'],
      headers['etag'],
      Buffer.from(body).toString(),
    ],
    [200, 'image/svg+xml', "default-src 'none'; style-src 'unsafe-inline'; sandbox", 'nosniff', `"${ball?.id}.svg"`, SVG],
  )
  const png = await router.get(dot?.url ?? '', options)
  assert.deepEqual(png.ok && Buffer.from(png.value.body).toString('base64'), PNG)
  const gone = await stack.change('removeProductMedia', { productId: made.id, expectedVersion: await version(made.id), mediaId: ball?.id })
  assert.deepEqual(gone.userErrors, [])
  const missing = await router.get(ball?.url ?? '', options)
  assert.equal(missing.ok && missing.value.status, 404)
})

test('pictures of a draft, unknown keys and ways out of the folder are all not found', async () => {
  const draft = await addProduct(stack, { published: false })
  const { product } = await stack.change<WithMedia>(
    'addProductMedia',
    { ...picture, productId: draft.id, expectedVersion: 2 },
    'product { media { url } }',
  )
  const paths = [
    product?.media[0]?.url ?? '',
    `/media/${newId('Media')}.svg`,
    '/media/',
    '/media/..%2f..%2fetc%2fpasswd',
    "/media/'%20OR%201=1",
    '/media/%00',
  ]
  for (const path of paths) {
    const answer = await router.get(path, options)
    assert.equal(answer.ok && answer.value.status, 404, path)
  }
})

test('no process but the router gets pictures', async () => {
  const answer = await stack.caller('orders').get('/media/x.svg', options)
  assert.ok(!answer.ok || answer.value.status === 403)
})

test('what could run, load or is no picture is refused and leaves nothing', async () => {
  const before = await stack.snapshot()
  const refused: object[] = [
    { data: base64('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') },
    { data: base64('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
    { data: base64('<html></html>') },
    { data: PNG },
    { contentType: 'image/png' },
    { contentType: 'image/png', data: base64('\u0089PNG') },
    { data: Buffer.from([0xff, 0xfe, 0x3c]).toString('base64') },
  ]
  for (const input of refused)
    assert.deepEqual(
      (await add(input)).userErrors.map(({ code }) => code),
      ['MEDIA_INVALID'],
    )
  const malformed: object[] = [{ contentType: 'text/html' }, { data: 'not base64!' }, { data: base64('x'.repeat(200_004)) }, { altText: '' }]
  for (const input of malformed)
    assert.deepEqual(
      (await add(input)).userErrors.map(({ code }) => code),
      ['INVALID_INPUT'],
    )
  assert.equal(await stack.snapshot(), before)
})

test('a product has twenty pictures and no more', async () => {
  const { id } = await addProduct(stack)
  const input = { ...picture, productId: id }
  for (let expectedVersion = 3; expectedVersion < 23; expectedVersion += 1)
    assert.deepEqual((await stack.change('addProductMedia', { ...input, expectedVersion })).userErrors, [])
  assert.deepEqual(
    (await stack.change('addProductMedia', { ...input, expectedVersion: 23 })).userErrors.map(({ code }) => code),
    ['LIMIT_REACHED'],
  )
})

test('of pictures added at once to one version one is kept, with one audit row, and the product is edited once', async () => {
  const { id } = await addProduct(stack)
  const input = { ...picture, productId: id, expectedVersion: 3 }
  const answers = await Promise.all(Array.from({ length: 8 }, () => stack.change('addProductMedia', input)))
  assert.deepEqual(
    answers.flatMap(({ userErrors }) => userErrors.map(({ code, message }) => [code, message])),
    Array.from({ length: 7 }, () => ['VERSION_CONFLICT', 'It is at version 4 by now: read it again']),
  )
  const { rows } = await stack.rows.query(
    `SELECT version, (SELECT count(*)::int FROM media WHERE product_id = p.id) AS pictures,
      (SELECT count(*)::int FROM audit WHERE target_id = p.id AND action = 'addProductMedia') AS audited FROM product p WHERE id = $1`,
    [id],
  )
  assert.deepEqual(rows, [{ version: 4, pictures: 1, audited: 1 }])
})

test('a picture is taken away from its own product alone, and the audit keeps what it was', async () => {
  const { id } = await addProduct(stack)
  const { product } = await add({ productId: id, expectedVersion: 3 })
  const mediaId = product?.media[0]?.id ?? ''
  const before = await stack.snapshot()
  const elsewhere = { productId: made.id, expectedVersion: await version(made.id), mediaId }
  const wrong: [object, string][] = [
    [elsewhere, 'NOT_FOUND'],
    [{ productId: id, expectedVersion: 4, mediaId: newId('Media') }, 'NOT_FOUND'],
    [{ productId: id, expectedVersion: 3, mediaId }, 'VERSION_CONFLICT'],
    [{ productId: newId('Product'), expectedVersion: 1, mediaId }, 'NOT_FOUND'],
  ]
  for (const [input, code] of wrong)
    assert.deepEqual(
      (await stack.change('removeProductMedia', input)).userErrors.map((fault) => fault.code),
      [code],
    )
  assert.equal(await stack.snapshot(), before)
  assert.deepEqual((await stack.change('removeProductMedia', { productId: id, expectedVersion: 4, mediaId })).userErrors, [])
  const { rows } = await stack.rows.query("SELECT before, after FROM audit WHERE target_id = $1 AND action = 'removeProductMedia'", [id])
  assert.deepEqual(rows, [{ before: { mediaId, key: `${mediaId}.svg`, contentType: 'image/svg+xml', altText: 'A red ball' }, after: null }])
})
