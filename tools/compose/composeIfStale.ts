import { execFile } from 'node:child_process'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { makeIfStale } from '../generate/stamp.ts'
import { repository } from '../start/dataFolder.ts'
import { OperatorError } from '../start/operatorError.ts'

/** What the supergraph is composed from, and the supergraph itself: whichever is another than last time asks for another composition. */
const SOURCES = [
  'supergraph.yaml',
  'schema/supergraph.graphql',
  'schema/values/*.graphql',
  'schema/operations/*.graphql',
  'subgraphs/*/typeDefs.ts',
  'subgraphs/*/schema/*.graphql',
]

/**
 * Composes the supergraph when an SDL has changed since the last start, so that the graph that starts is the one that is written. Answers whether it
 * did. Throws OperatorError with the composers' words when they refuse.
 */
export async function composeIfStale(): Promise<boolean> {
  return makeIfStale({
    output: join(repository, 'schema', 'supergraph.graphql'),
    stamp: join(repository, 'node_modules', '.agora-composed'),
    inputs: await readSources(),
    make: compose,
  })
}

async function readSources(): Promise<string[]> {
  const paths: string[] = []
  for await (const path of glob(SOURCES, { cwd: repository })) paths.push(path)
  return Promise.all(paths.sort().map((path) => readFile(join(repository, path), 'utf8')))
}

async function compose(): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [join(repository, 'tools', 'compose', 'main.ts')], { cwd: repository })
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new OperatorError(`The subgraphs do not compose: ${words}\nMend the SDL and start again; \`npm run compose\` tells the same.`)
  }
}
