import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { readInsides } from '../insides.ts'
import { operatorUrl } from '../stack.ts'

const OF_EVERY_SERIES = ['service', 'le']
const domains = Object.keys(readInsides().subgraphs)
const pages = ['', ...domains.flatMap((domain) => [`/${domain}`, `/${domain}-worker`])]

/** Names in backticks in the first column, each with those that stand before a colon, or alone, in the column of labels. */
function documented(): Map<string, readonly string[]> {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'metrics.md'), 'utf8')
  const rows = text.split('\n').flatMap((line) => (line.startsWith('| `') ? [line.split('|')] : []))
  const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
  return new Map(
    rows.flatMap(([, names, , , labels]) => quoted(names).map((name) => [name, (labels ?? '').split(';').flatMap((one) => quoted(one).slice(0, 1))])),
  )
}

test('every metric that a process shows is documented, with its labels, and none is documented that nothing shows', async () => {
  const known = documented()
  const shown = new Set<string>()
  const strange: string[] = []
  for (const page of pages) {
    const answer = await fetch(`${operatorUrl}/metrics${page}`)
    assert.equal(answer.status, 200, page)
    const lines = (await answer.text()).split('\n')
    for (const name of lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? [])) if (!/^(nodejs|process)_/.test(name)) shown.add(name)
    for (const line of lines) {
      const [, series = '', labels = ''] = /^([a-z_]+)\{(.*)\} /.exec(line) ?? []
      const of = known.get(series) ?? known.get(series.replace(/_(bucket|sum|count)$/, ''))
      const names = [...labels.matchAll(/([a-z_]+)="/g)].map(([, name = '']) => name)
      if (of !== undefined) strange.push(...names.filter((name) => ![...of, ...OF_EVERY_SERIES].includes(name)).map((name) => `${series} ${name}`))
    }
  }
  assert.deepEqual([...shown].toSorted(), [...known.keys()].toSorted())
  assert.deepEqual(strange, [])
})
