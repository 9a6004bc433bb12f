import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { ask } from '../../testing/ask.ts'
import { runProgram, started } from '../../testing/program.ts'
import { startScriptedSubgraph } from '../../testing/scriptedSubgraph.ts'
import { startTestRouter, type TestRouter } from '../../testing/testRouter.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-reload-modules-'))
const subgraph = await startScriptedSubgraph()
const file = join(folder, 'says.mjs')
const config = { subgraphs: { s: { url: subgraph.url } }, extensions: [{ module: file, options: { word: 'config' } }] }
after(async () => {
  await subgraph.stop()
  rmSync(folder, { recursive: true })
})

/** A module that says in a header what the expression comes to. */
const saying = (expression: string, before = ''): string => `
  ${before}
  let asked = 0
  export default ({ options, subgraphs, signal, logger, metrics }) => {
    signal.addEventListener('abort', () => logger.info('Closed'))
    return { request: (next) => async (request, context) => {
      asked += 1
      const answer = await next(request, context)
      return { ...answer, headers: { ...answer.headers, 'x-said': String(${expression}) } }
    } }
  }`

const said = async (router: TestRouter): Promise<unknown> => (await ask(router, '{ a }')).headers['x-said']

async function serving(source: string, use: (router: TestRouter) => Promise<void>): Promise<void> {
  writeFileSync(file, source)
  const router = await startTestRouter({ sdl: subgraph.sdl, config })
  await use(router).finally(() => router.stop())
}

test('a changed file is another module after a reload, an unchanged one goes on with its state, and whoever was closed is told', () =>
  serving(saying('`${options.word} ${subgraphs} ${asked}`'), async (router) => {
    assert.equal(await said(router), 'config s 1')
    assert.equal((await router.reload('operator')).outcome, 'reloaded')
    assert.equal(await said(router), 'config s 2')
    writeFileSync(file, saying('`another ${asked}`'))
    assert.equal(await said(router), 'config s 3')
    assert.equal((await router.reload('operator')).outcome, 'reloaded')
    assert.equal(await said(router), 'another 1')
    const closed = router.lines.filter(({ msg }) => msg === 'Closed')
    assert.deepEqual(
      closed.map(({ extension }) => extension),
      ['says', 'says'],
    )
  }))

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['what is no JavaScript', 'export default (', /^The extension \S+says\.mjs cannot be loaded: .*\.$/],
  ['what throws when it is read', `throw new Error('no key')`, /cannot be loaded: no key\.$/],
  ['what exports nothing by default', 'export const other = 1', /exports no function by default\.$/],
  ['options that are no schema', 'export const options = 1; export default () => ({})', /exports `options`, but that is no schema\.$/],
  [
    'options that its schema does not take',
    `export const options = { '~standard': { validate: ({ word }) => ({ issues: [{ message: 'must be shorter', path: ['word', { key: 0 }] }] }) } }
     export default () => ({})`,
    /does not take its options: word\.0: must be shorter\.$/,
  ],
  ['what throws when it begins', `export default () => { throw new Error('not today') }`, /does not begin: not today\.$/],
  ['what begins with nothing', 'export default () => undefined', /answers no extension\.$/],
  [
    'a hook that there is not',
    'export default () => ({ operations: () => 1 })',
    /answers `operations`, which is no hook; there are request, operation, subgraphCall, plan\.$/,
  ],
  [
    'a hook that answers no function',
    'export default () => ({ operation: () => 1 })',
    /^The extension says cannot be used: its hook `operation` failed: it must answer a function\.$/,
  ],
  [
    "a metric by the router's name",
    `export default ({ metrics }) => { metrics.counter('router_reloads_total', 'Mine.'); return {} }`,
    /does not begin: The metric router_reloads_total must begin with "extension_", in small letters\.$/,
  ],
]

for (const [what, source, reason] of refused) {
  test(`${what} is refused with a sentence, and the module that serves goes on`, () =>
    serving(saying(`'old ${what.length}'`), async (router) => {
      writeFileSync(file, source)
      for (let time = 0; time < 2; time++) {
        const outcome = await router.reload('operator')
        assert.equal(outcome.outcome, 'refused')
        assert.match(outcome.reason, reason)
      }
      assert.equal(await said(router), `old ${what.length}`)
      await assert.rejects(startTestRouter({ sdl: subgraph.sdl, config }), { message: reason })
      writeFileSync(file, saying(`'mended'`))
      assert.equal((await router.reload('operator')).outcome, 'reloaded')
      assert.equal(await said(router), 'mended')
    }))
}

test('a file that could not be loaded for what it imports is loaded when that is there, unchanged as it is', () =>
  serving(saying('1'), async (router) => {
    const imported = join(folder, 'imported.mjs')
    writeFileSync(file, saying('word', `import { word } from './imported.mjs'`))
    assert.equal((await router.reload('operator')).outcome, 'refused')
    writeFileSync(imported, `export const word = 'imported'`)
    assert.equal((await router.reload('operator')).outcome, 'reloaded')
    assert.equal(await said(router), 'imported')
  }))

test('a metric keeps its labels as long as the process runs: a module that comes with others is refused', () => {
  const counting = (labels: string): string =>
    saying('1', `/* ${labels} */`).replace('return {', `metrics.counter('extension_reloads_total', 'Some.', ${labels}); return {`)
  return serving(counting(`['one']`), async (router) => {
    writeFileSync(file, counting(`['one', 'two']`))
    const outcome = await router.reload('operator')
    assert.equal(outcome.outcome, 'refused')
    assert.match(outcome.reason, /The metric extension_reloads_total has other labels since this process was started: one\.$/)
  })
})

test('a config names modules from where it lies, in TypeScript too; a promise that one leaves alone does not end the process', async () => {
  writeFileSync(
    join(folder, 'leaves.ts'),
    `type Parts = { readonly options: { readonly word: string } }
     export default ({ options }: Parts) => ({
       operation: (next: (...given: readonly unknown[]) => unknown) => (...given: readonly unknown[]) => {
         void Promise.reject(new Error(options.word))
         return next(...given)
       },
     })`,
  )
  writeFileSync(join(folder, 'graph.graphql'), subgraph.sdl)
  const yaml = `subgraphs: { s: { url: '${subgraph.url}' } }\nextensions: [{ module: ./leaves.ts, options: { word: '\${env.WORD}' } }]\n`
  writeFileSync(join(folder, 'router.yaml'), yaml)
  const program = runProgram(['--supergraph', join(folder, 'graph.graphql'), '--port', '0', '--config', join(folder, 'router.yaml')], {
    WORD: 'alone',
  })
  const { url } = await started(program)
  for (let time = 0; time < 3; time++) assert.deepEqual((await ask({ url }, '{ a }')).json, { data: { a: 1 } })
  program.child.kill('SIGTERM')
  const [code] = (await once(program.child, 'exit')) as [number]
  const lines = program
    .stdout()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { msg: string; err?: { message: string } })
  const left = lines.filter(({ msg }) => msg === 'A promise was rejected and nobody had looked after it')
  assert.deepEqual([code, left.map(({ err }) => err?.message)], [0, ['alone', 'alone', 'alone']])
})
