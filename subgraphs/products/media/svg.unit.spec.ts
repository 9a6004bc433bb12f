import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { checkSvg } from './svg.ts'

const NS = 'xmlns="http://www.w3.org/2000/svg"'
const svg = (inner: string, attributes = ''): string => `<svg ${NS} viewBox="0 0 10 10"${attributes}>${inner}</svg>`

const accepted = [
  svg(''),
  `<?xml version="1.0" encoding="UTF-8"?>\n<!-- a picture -->\n${svg('<rect width="1" height="1"/>')}\n`,
  svg('<title>Salt &amp; pepper</title><g fill="none" stroke="#333"><path d="M0 0h10v10z"/></g>'),
  svg(
    '<defs><linearGradient id="sky"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#09f"/></linearGradient></defs><rect fill="url(#sky)" width="10" height="10"/>',
  ),
  svg('<symbol id="a"><circle r="1"/></symbol><use href="#a" x="2"/>', ` xmlns:xlink="http://www.w3.org/1999/xlink"`),
  svg(`<text x="1" y="2" font-family="Georgia, 'Times New Roman', serif" style="font-weight: 600; fill: #222">Wool &#8211; 50&#x25;</text>`),
]
for (const [index, text] of accepted.entries()) {
  test(`accepts a picture that only draws (${index + 1})`, () => assert.deepEqual(checkSvg(text), { ok: true, value: null }))
}

const refused: readonly [string, string][] = [
  ['a script', svg('<script>1</script>')],
  ['a script in other letters', svg('<SCRIPT>1</SCRIPT>')],
  ['a script with a prefix', svg('<svg:script>1</svg:script>')],
  ['an event handler', svg('<rect onclick="x()"/>')],
  ['an event handler on the root', svg('', ' onload="x()"')],
  ['HTML inside', svg('<foreignObject><body/></foreignObject>')],
  ['a picture from elsewhere', svg('<image href="https://example.com/x.png"/>')],
  ['a link', svg('<a href="https://example.com"><rect/></a>')],
  ['an animation that sets a link', svg('<set attributeName="href" to="javascript:x()"/>')],
  ['a reference to another file', svg('<use href="other.svg#a"/>')],
  ['a reference that runs', svg('<use xlink:href="javascript:x()"/>')],
  ['a reference that runs, spelt by entities', svg('<use href="&#106;avascript:x()"/>')],
  ['a reference with data', svg('<use href="data:image/svg+xml;base64,AAAA#a"/>')],
  ['a fill from elsewhere', svg('<rect fill="url(https://example.com/#a)"/>')],
  ['a style that loads', svg('<rect style="fill: url(//example.com/a)"/>')],
  ['a style that loads, spelt by escapes', svg(String.raw`<rect style="fill: \75rl(//example.com/a)"/>`)],
  ['a style that loads, spelt by entities', svg('<rect style="fill: u&#114;l(//example.com/a)"/>')],
  ['a style sheet', svg('<style>@import "https://example.com/a.css";</style>')],
  ['a document type', `<!DOCTYPE svg [<!ENTITY x "y">]>${svg('')}`],
  ['an entity of its own', svg('<title>&x;</title>')],
  ['a processing instruction', `<?xml-stylesheet href="a.css"?>${svg('')}`],
  ['character data sections', svg('<![CDATA[<script>]]>')],
  ['another namespace', '<svg xmlns="http://www.w3.org/1999/xhtml"></svg>'],
  ['no namespace', '<svg></svg>'],
  ['two roots', `${svg('')}${svg('')}`],
  ['a picture inside a picture', svg(svg(''))],
  ['no root', 'just words'],
  ['nothing', ''],
  ['a root that is not closed', `<svg ${NS}>`],
  ['tags that cross', svg('<g><rect></g></rect>')],
  ['an attribute without quotes', svg('<rect width=1/>')],
  ['an attribute twice', svg('<rect width="1" width="2"/>')],
  ['a slash between attributes', svg('<rect/onclick="x()">')],
  ['control characters', svg('<rect fill="java\u0000script:x()"/>')],
  ['nesting without end', svg('<g>'.repeat(100) + '</g>'.repeat(100))],
]
for (const [what, text] of refused) {
  test(`refuses ${what}`, () => assert.equal(checkSvg(text).ok, false))
}

test('text of any kind is judged quickly and never throws', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    '"',
    "'",
    '=',
    ' ',
    'svg',
    'g',
    'script',
    NS,
    '<svg ',
    '<!--',
    '-->',
    '&amp;',
    '&',
    'x',
    'url(',
    '#',
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => void checkSvg(pieces.join(''))))
  for (const text of [`<svg ${'a '.repeat(90_000)}`, `<svg${' '.repeat(190_000)}`, `<!--${'-'.repeat(190_000)}`, `<svg ${'a="b" '.repeat(30_000)}<`])
    assert.equal(checkSvg(text).ok, false)
})
