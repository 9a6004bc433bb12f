import assert from 'node:assert/strict'
import { test } from 'node:test'

import { catalogue } from '../../prisma/products/seed/catalogue.ts'
import { rowsOf } from '../../prisma/products/seed/catalogueRows.ts'
import { checkSvg } from '../../subgraphs/products/media/svg.ts'

test('every picture is one that staff could have uploaded, under a key that is served', () => {
  for (const { slug, media } of rowsOf(catalogue).products) {
    assert.ok(checkSvg(media.svg).ok, slug)
    assert.match(media.key, /^[a-z0-9-]{10,96}\.svg$/)
    assert.match(media.alt_text, /^Illustration for .{3,100}$/)
  }
})
