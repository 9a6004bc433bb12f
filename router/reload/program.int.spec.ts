import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { ask, codesOf, send } from '../testing/ask.ts'
import { runProgram, started, type Program } from '../testing/program.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-reload-'))
const graph = await startSmallGraph()
after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

const withoutSlow = graph.sdl.replace(/^ *slow\(.*\n/m, '')
const guarded =
  composeServices([
    {
      name: 'stock',
      url: graph.urls.stock,
      typeDefs: parse(
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"]) type Query { locations: [String!]! @authenticated }',
      ),
    },
  ]).supergraphSdl ?? ''

interface Served {
  readonly program: Program
  readonly url: string
  /** Puts another text in the place of the supergraph. */
  replace(sdl: string): void
  configure(yaml: string): void
  generation(): Promise<number>
  /** What it has logged of refused reloads. */
  reasons(): unknown[]
}

async function serving(name: string, use: (served: Served) => Promise<void>): Promise<void> {
  const [supergraph, config] = [join(folder, `${name}.graphql`), join(folder, `${name}.yaml`)]
  const configure = (yaml: string): void => writeFileSync(config, `listen: { operatorPort: 0 }\n${yaml}`)
  const replace = (sdl: string): void => {
    writeFileSync(`${supergraph}.next`, sdl)
    renameSync(`${supergraph}.next`, supergraph)
  }
  replace(graph.sdl)
  configure('')
  const program = runProgram(['--supergraph', supergraph, '--port', '0', '--config', config])
  const { url, operatorPort } = await started(program)
  const generation = async (): Promise<number> =>
    Number(/^router_generation\{.*\} (\d+)$/m.exec((await send(`http://127.0.0.1:${operatorPort}/metrics`)).text)?.[1])
  const reasons = (): unknown[] => {
    const lines = program.stdout().split('\n').slice(0, -1)
    return lines.flatMap((line) => (JSON.parse(line) as { outcome?: string; reason?: string }).reason ?? [])
  }
  try {
    await use({ program, url, replace, configure, generation, reasons })
  } finally {
    program.child.kill('SIGTERM')
    await once(program.child, 'exit')
  }
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 15_000
  while (!(await isSo())) {
    assert.ok(performance.now() < end, 'It did not come to that within 15 s')
    await wait(20)
  }
}

test('a supergraph that is put in the place of another is served, and so is a config that is written over', () =>
  serving('watched', async ({ url, replace, configure, generation }) => {
    assert.equal((await ask({ url }, '{ slow(ms: 1) }')).status, 200)
    replace(withoutSlow)
    await until(async () => (await generation()) === 2)
    assert.deepEqual(codesOf(await ask({ url }, '{ slow(ms: 1) }')), ['GRAPHQL_VALIDATION_FAILED'])
    configure('limits: { depth: 1 }\n')
    await until(async () => (await generation()) === 3)
    assert.equal((await ask({ url }, '{ product(id: "p1") { name } }')).status, 400)
    assert.equal((await ask({ url }, '{ locations }')).status, 200)
  }))

test('a supergraph that becomes protected without a way to know viewers is refused, not served open, until the file is another', () =>
  serving('protected', async ({ url, replace, generation, reasons }) => {
    replace(guarded)
    await until(() => reasons().length === 1)
    assert.deepEqual(reasons(), [
      'The supergraph protects fields, and this router has no way to know viewers: give it public keys with --jwks, name the subgraph that issues tokens as identity.authority, or say in identity.issuers whose tokens are accepted.',
    ])
    assert.equal(await generation(), 1)
    assert.deepEqual((await ask({ url }, '{ slow(ms: 1) }')).json, { data: { slow: 'done' } })
    replace('type Query {')
    await until(() => reasons().length === 2)
    assert.match(String(reasons()[1]), /^The supergraph .*protected\.graphql is not GraphQL: Syntax Error/)
    replace(withoutSlow)
    await until(async () => (await generation()) === 2)
    assert.equal((await ask({ url }, '{ locations }')).status, 200)
    assert.equal((await send(`${url}/ready`)).status, 200)
  }))

test('a manifest of trusted documents that changes alone is a reload, and one that is broken is refused until it is whole', () =>
  serving('listed', async ({ url, configure, generation, reasons }) => {
    const manifest = join(folder, 'manifest.json')
    const list = (...bodies: readonly string[]): void => {
      const operations = bodies.map((body, at) => ({ id: `op${at}`, name: 'A', type: 'query', body }))
      writeFileSync(manifest, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }))
    }
    list('{ locations }')
    configure('trustedDocuments: { mode: safelist, manifests: manifest.json }\n')
    await until(async () => (await generation()) === 2)
    const slow = async (): Promise<number> => (await ask({ url }, '{ slow(ms: 1) }')).status
    assert.equal(await slow(), 403)
    writeFileSync(manifest, '{')
    await until(() => reasons().length === 1)
    list('{ locations }', '{ slow(ms: 1) }')
    await until(async () => (await generation()) === 3)
    assert.equal(await slow(), 200)
  }))

test('SIGHUP reloads, whether files have changed or not', () =>
  serving('signalled', async ({ program, url, generation }) => {
    program.child.kill('SIGHUP')
    await until(async () => (await generation()) === 2)
    assert.equal((await ask({ url }, '{ locations }')).status, 200)
  }))
