import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseCommandLine, usage } from './commandLine.ts'

test('reads the options', () => {
  const read = parseCommandLine(['--supergraph', 'a.graphql', '--port', '0', '--jwks', 'https://issuer.example/jwks', '--config', 'c.yaml'])
  assert.deepEqual(read, {
    ok: true,
    value: { supergraph: 'a.graphql', port: 0, jwks: 'https://issuer.example/jwks', config: 'c.yaml', engine: 'agora' },
  })
})

test('leaves to the config what is not said', () => {
  assert.deepEqual(parseCommandLine(['--supergraph', 'a.graphql']), {
    ok: true,
    value: { supergraph: 'a.graphql', port: undefined, jwks: undefined, config: undefined, engine: 'agora' },
  })
})

test('names an unknown option in one sentence', () => {
  assert.deepEqual(parseCommandLine(['--supergraph', 'a', '--frobnicate']), {
    ok: false,
    error: `Unknown option '--frobnicate'; call it as: ${usage}`,
  })
})

test('has no option that speaks of authorization', () => {
  for (const option of ['--authorization=enforced-by-subgraphs', '--authorization', '--dev'])
    assert.equal(parseCommandLine(['--supergraph', 'a', option]).ok, false)
})

test('refuses a port that is none', () => {
  for (const port of ['http', '70000', '-1', '4.5', '']) assert.equal(parseCommandLine([`--supergraph=a`, `--port=${port}`]).ok, false, port)
})

test('asks for the supergraph', () => {
  assert.deepEqual(parseCommandLine(['--port', '4000']), { ok: false, error: `The option --supergraph is missing; call it as: ${usage}` })
})
