import assert from 'node:assert/strict'
import { test } from 'node:test'

import { htmlOf } from './html.ts'
import { languageOf } from './language.ts'

test('makes a paragraph of each block of lines and lets nothing through that a browser would act on', () => {
  const html = htmlOf('<b>Hi</b>', 'Hello <script>alert("1")</script> & \'you\',\n\nfirst\nsecond')
  assert.equal(
    html,
    '<!doctype html><html><head><meta charset="utf-8"><title>&lt;b&gt;Hi&lt;/b&gt;</title></head><body>' +
      '<p>Hello &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;you&#39;,</p>\n<p>first<br>second</p></body></html>\n',
  )
})

test('takes the language of a locale, and English where nothing is written in it', () => {
  assert.deepEqual(['de', 'de-AT', 'DE_ch', 'en-GB', 'fr', '', 'deutsch'].map(languageOf), ['de', 'de', 'de', 'en', 'en', 'en', 'en'])
})
