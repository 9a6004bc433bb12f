import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The rules that oxlint, with the house's configuration, says a text breaks when it stands at this path. */
function brokenRules(path: string, source: string): string[] {
  const folder = mkdtempSync(`${tmpdir()}/agora-lint-`)
  try {
    copyFileSync(`${root}.oxlintrc.json`, `${folder}/.oxlintrc.json`)
    mkdirSync(`${folder}/${path.slice(0, path.lastIndexOf('/'))}`, { recursive: true })
    writeFileSync(`${folder}/${path}`, source)
    const { stdout } = spawnSync(process.execPath, [`${root}node_modules/oxlint/bin/oxlint`, '-f', 'unix', '.'], { cwd: folder, encoding: 'utf8' })
    return [...stdout.matchAll(/\[Error\/[a-z]+\(([a-z-]+)\)\]/g)].flatMap(([, rule]) => rule ?? []).toSorted()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const long = `export function f(a: number): number {\n${'  a + 1\n'.repeat(41)}  return a\n}\n`

test('each house rule refuses the code it was made for', () => {
  const cases: readonly (readonly [rule: string, source: string])[] = [
    ['no-console', "console.log('x')\n"],
    ['no-process-env', "export const a = process.env['A']\n"],
    ['no-default-export', 'export default 1\n'],
    ['no-barrel-file', "export * from './b.ts'\n"],
    ['max-params', 'export const f = (a: number, b: number, c: number, d: number): number => a + b + c + d\n'],
    ['max-lines', `${'export {}\n'.repeat(351)}`],
    ['no-explicit-any', 'export const f = (a: any): string => String(a)\n'],
    ['no-non-null-assertion', 'export const f = (a: string | undefined): string => a!\n'],
    ['no-warning-comments', '// todo: later\nexport const a = 1\n'],
    ['eqeqeq', 'export const f = (a: number): boolean => a == 1\n'],
    ['max-lines-per-function', long.replaceAll('  a + 1\n', '  Math.abs(a)\n')],
  ]
  for (const [rule, source] of cases) assert.ok(brokenRules('packages/money/a.ts', source).includes(rule), rule)
})

test('tools may talk to a person and env.ts may read the environment', () => {
  assert.deepEqual(brokenRules('tools/start/a.ts', "console.log(process.env['A'])\n"), [])
  assert.deepEqual(brokenRules('subgraphs/users/env.ts', "export const a = process.env['A']\n"), [])
})

test('a suite may be longer than a function', () => {
  assert.deepEqual(brokenRules('packages/money/a.unit.spec.ts', long.replaceAll('  a + 1\n', '  Math.abs(a)\n')), [])
})
