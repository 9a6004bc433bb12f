import assert from 'node:assert/strict'
import { test } from 'node:test'

import { mix } from './colours.ts'
import { drawPicture } from './drawPicture.ts'
import { glyphs, type GlyphName } from './glyphs.ts'

const ELEMENTS = ['svg', 'g', 'path', 'rect', 'ellipse', 'linearGradient', 'stop']
const names = Object.keys(glyphs) as GlyphName[]

test('a product always has the same picture, and two products have two', () => {
  const of = (slug: string): string => drawPicture({ slug, glyph: 'teapot', colour: 'Moss' })
  assert.equal(of('a-pot'), of('a-pot'))
  assert.notEqual(of('a-pot'), of('another-pot'))
})

test('every glyph is shapes alone: no script, no event, no text and no reference outside itself', () => {
  for (const glyph of names) {
    const svg = drawPicture({ slug: 'thing', glyph })
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 800 800" width="800" height="800">.*<\/svg>$/)
    assert.deepEqual(
      [...new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, tag]) => tag))].filter((tag) => !ELEMENTS.includes(tag ?? '')),
      [],
      glyph,
    )
    assert.doesNotMatch(svg, /href|\son[a-z]+=|style|NaN|undefined|url\((?!#w\))/)
    assert.ok(Buffer.byteLength(svg) < 5_000, glyph)
  }
})

test('every picture is well-formed: what is opened is closed', () => {
  for (const glyph of names) {
    const svg = drawPicture({ slug: 'thing', glyph })
    const open: string[] = []
    for (const [, close, tag = '', self] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
      if (close === '/') assert.equal(open.pop(), tag)
      else if (self !== '/') open.push(tag)
    }
    assert.deepEqual(open, [])
  }
})

test('a colour between two others is between them', () => {
  assert.equal(mix('#000000', '#ffffff', 0.5), '#808080')
  assert.equal(mix('#123456', '#ffffff', 0), '#123456')
  assert.equal(mix('#123456', '#abcdef', 1), '#abcdef')
})
