import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { ask, codesOf, send } from './testing/ask.ts'
import { runProgram, started } from './testing/program.ts'
import { startSmallGraph } from './testing/smallGraph.ts'
import { createTestIssuer } from './testing/tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-program-'))
const graph = await startSmallGraph()
const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const supergraph = write('supergraph.graphql', graph.sdl)
const guarded = (federation: string): string =>
  composeServices([
    {
      name: 'a',
      url: graph.urls.catalogue,
      typeDefs: parse(
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${federation}]) type Query { locations: [String!]! @guard }`,
      ),
    },
  ]).supergraphSdl ?? ''
const protectedSupergraph = write('protected.graphql', guarded('{ name: "@authenticated", as: "@guard" }'))
const unnoticed = write('says-so.yaml', 'authorization: enforced-by-subgraphs\n')

after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

async function failed(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const program = runProgram(args, variables)
  const [code] = await once(program.child, 'close')
  assert.equal(code, 1, program.stderr())
  return program.stderr()
}

test('serves any supergraph with nothing else running, and leaves on SIGTERM with 0', async () => {
  const program = runProgram(['--supergraph', supergraph, '--port', '0'])
  const router = await started(program)
  assert.equal(router.operatorPort, null)
  assert.deepEqual((await ask(router, '{ product(id: "p1") { name stock } }')).json, { data: { product: { name: 'Kettle', stock: 10 } } })
  const ready = await send(`${router.url}/ready`)
  assert.deepEqual([ready.status, JSON.parse(ready.text)], [200, { status: 'ready', parts: { catalogue: true, stock: true } }])
  const slow = ask(router, '{ slow(ms: 500) }')
  while (!graph.calls.some(({ query }) => query.includes('slow'))) await new Promise((resolve) => setTimeout(resolve, 5))
  program.child.kill('SIGTERM')
  assert.deepEqual((await slow).json, { data: { slow: 'done' } })
  assert.deepEqual(await once(program.child, 'exit'), [0, null])
})

test('leaves when the process that started it is gone', async () => {
  const program = runProgram(['--supergraph', supergraph, '--port', '0'])
  await started(program)
  program.child.disconnect()
  assert.deepEqual(await once(program.child, 'exit'), [0, null])
})

test('verifies tokens with the keys of a file', async () => {
  const issuer = await createTestIssuer()
  const jwks = write('jwks.json', JSON.stringify({ keys: [issuer.publicKey] }))
  const program = runProgram(['--supergraph', supergraph, '--port', '0', '--jwks', jwks])
  const router = await started(program)
  const as = (token: string) => ask(router, '{ locations }', { headers: { authorization: `Bearer ${token}` } })
  assert.equal((await as(await issuer.sign({ iss: 'any', aud: 'any' }, { typ: 'JWT' }))).status, 200)
  const forged = await as(await (await createTestIssuer()).sign())
  assert.deepEqual([forged.status, codesOf(forged)], [401, ['UNAUTHENTICATED']])
  program.child.kill('SIGTERM')
  await once(program.child, 'exit')
})

test('refuses a protected supergraph without a way to know viewers, whatever is said anywhere but in a config file', async () => {
  const everything = { AUTHORIZATION: 'enforced-by-subgraphs', authorization: 'enforced-by-subgraphs', X: 'enforced-by-subgraphs' }
  const reason = await failed(['--supergraph', protectedSupergraph, '--port', '0'], everything)
  assert.equal(
    reason,
    'The supergraph protects fields, and this router has no way to know viewers: give it public keys with --jwks, name the subgraph that issues tokens as identity.authority, or say in identity.issuers whose tokens are accepted.\n',
  )
  assert.equal(
    await failed(['--supergraph', protectedSupergraph, '--port', '0', '--engine', 'apollo-gateway'], everything),
    'The supergraph uses @authenticated, which this router does not enforce: it would answer protected fields to everybody. Where every subgraph enforces them itself, the config file may say so with the literal line "authorization: enforced-by-subgraphs".\n',
  )
  const silent = write('silent.yaml', 'development: false\n')
  assert.equal(await failed(['--supergraph', protectedSupergraph, '--config', silent], everything), reason)
  const sly = write('sly.yaml', 'authorization: ${env.X:-enforced-by-subgraphs}\n')
  assert.equal(
    await failed(['--supergraph', protectedSupergraph, '--config', sly], everything),
    `The config ${sly} may say of authorization only the literal "enforced-by-subgraphs", or keys and values.\n`,
  )
})

test('serves a protected supergraph where the config file says who enforces it', async () => {
  const program = runProgram(['--supergraph', protectedSupergraph, '--port', '0', '--config', unnoticed])
  const router = await started(program)
  assert.equal((await ask(router, '{ __typename }')).status, 200)
  program.child.kill('SIGTERM')
  await once(program.child, 'exit')
})

const broken = write('broken.graphql', 'type Query {')
const plain = write('plain.graphql', 'type Query { a: Int }')
const odd = write(
  'odd.graphql',
  graph.sdl.replace('enum join__Graph', '"""x""" type Broken @join__type(graph: NOWHERE) { a: Unknown } enum join__Graph'),
)
const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown option', ['--supergraph', supergraph, '--frobnicate'], /^Unknown option '--frobnicate'; call it as: npm run router -- .*\n$/],
  ['an argument without an option', ['supergraph.graphql'], /^Unexpected argument 'supergraph\.graphql'.*\n$/],
  ['no supergraph', [], /^The option --supergraph is missing; call it as: .*\n$/],
  [
    'a supergraph that is not there',
    ['--supergraph', join(folder, 'none.graphql')],
    /^The supergraph .*none\.graphql cannot be read \(ENOENT\)\.\n$/,
  ],
  ['a supergraph that is not GraphQL', ['--supergraph', broken], /^The supergraph .*broken\.graphql is not GraphQL: Syntax Error: .*\n$/],
  [
    'a schema that is no supergraph',
    ['--supergraph', plain],
    /^The supergraph .*plain\.graphql is not a federation 2 supergraph: it does not link .*\n$/,
  ],
  ['a supergraph that does not hold together', ['--supergraph', odd, '--port', '0'], /^The supergraph cannot be served: .*\n$/],
  ['a port that is none', ['--supergraph', supergraph, '--port', 'x'], /^--port must be a number from 0 to 65535, not "x"\.\n$/],
  [
    'a config that is not there',
    ['--supergraph', supergraph, '--config', join(folder, 'none.yaml')],
    /^The config .*none\.yaml cannot be read \(ENOENT\)\.\n$/,
  ],
  [
    'a config with an unknown key',
    ['--supergraph', supergraph, '--config', write('unknown.yaml', 'limit: 5')],
    /^The config .* is not valid: the file: Unrecognized key: "limit"\.\n$/,
  ],
  [
    'a key file that is not there',
    ['--supergraph', supergraph, '--jwks', join(folder, 'none.json')],
    /^The router cannot start: the key file .*none\.json cannot be read \(ENOENT\)\.\n$/,
  ],
  [
    'a trusted proxy that is no address',
    ['--supergraph', supergraph, '--port', '0', '--config', write('proxy.yaml', 'trustedProxies: [proxy.example]')],
    /^"proxy\.example" is not an address or network\n$/,
  ],
  [
    'an edge without a key',
    ['--supergraph', supergraph, '--config', write('edges.yaml', 'identity: { edgeKeysFolder: ./nowhere }')],
    /^The key that the router shares with a subgraph cannot be had from .*nowhere.router-catalogue \(ENOENT\): make one, or correct identity\.edgeKeysFolder\.\n$/,
  ],
]

for (const [name, args, sentence] of refusals) {
  test(`ends with one sentence and 1 on ${name}`, async () => {
    const said = await failed(args)
    assert.match(said, sentence)
    assert.equal(said.trimEnd().split('\n').length, 1)
  })
}

test('ends with one sentence and 1 when its port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  assert.equal(
    await failed(['--supergraph', supergraph, '--port', String(port)]),
    `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another port.\n`,
  )
  holder.close()
})
