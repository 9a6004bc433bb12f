import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseOptions } from './options.ts'

const start = { supergraph: '/tmp/s.graphql', port: 4321, jwks: '/tmp/k.json', config: '/tmp/c.json', sharing: false }
const namesOf = (...args: string[]): string[] => parseOptions(args).contestants.map(({ name }) => name)

test('lets everybody run without options, the reference first and light before heavy', () => {
  const { workloads, requests, queries, connections } = parseOptions([])
  assert.deepEqual([workloads, requests, queries, connections], [['A', 'B'], ['unique', 'identical'], ['light', 'heavy'], 50])
  assert.deepEqual(namesOf().slice(0, 2), ['@apollo/gateway', 'agora'])
})

test('chooses contestants by the beginnings of their names', () => {
  assert.deepEqual(namesOf('--only', 'hive'), ['hive, js planner', 'hive, native planner'])
  assert.deepEqual(namesOf('--only', 'agora,rust', '--peer', 'rust=router {port}'), ['agora', 'rust'])
  assert.throws(() => namesOf('--only', 'nobody'), /names none of: @apollo\/gateway \| agora/)
})

test('lets ours run with single features only where they are asked for', () => {
  assert.deepEqual(namesOf('--only', 'agora', '--features'), [
    'agora',
    'agora + sharing',
    'agora + demand control',
    'agora + traces',
    'agora + all three',
  ])
})

test("fills in a peer's command, which may hold an equals sign", () => {
  const [rust] = parseOptions(['--only', 'rust', '--peer', 'rust=K={jwks} router --supergraph {supergraph} --port={port}']).contestants
  assert.deepEqual(rust?.command(start), { line: ['/bin/sh', '-c', 'K=/tmp/k.json router --supergraph /tmp/s.graphql --port=4321'] })
  assert.throws(() => parseOptions(['--peer', 'router --port']), /NAME=COMMAND/)
})

test('refuses numbers that are none', () => {
  assert.throws(() => parseOptions(['--rounds', 'many']), { message: '--rounds must be a number from 1 on, not "many".' })
  assert.throws(() => parseOptions(['--workloads', 'C']), { message: '"C" names none of: A, B.' })
})
