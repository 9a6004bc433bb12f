import { spawnSync } from 'node:child_process'

import type { JsonSchema } from './compatibility.ts'
import { SCHEMA_FOLDER } from './jsonSchemas.ts'

function git(root: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  return status === 0 ? stdout : undefined
}

/** The schemas as committed at a revision, by their names; empty where there is no such commit, or none of these files in it. */
function schemasAt(root: string, revision: string): ReadonlyMap<string, JsonSchema> {
  const files = git(root, 'ls-tree', '-r', '--name-only', revision, '--', `${SCHEMA_FOLDER}/`)?.split('\n').filter(Boolean) ?? []
  if (files.length === 0) return new Map()
  const texts = git(root, 'show', ...files.map((file) => `${revision}:${file}`))?.split(/(?<=^\}\n)/m) ?? []
  const name = (file: string): string => file.slice(SCHEMA_FOLDER.length + 1, -'.json'.length)
  return new Map(files.map((file, index) => [name(file), JSON.parse(texts[index] ?? '{}') as JsonSchema]))
}

/** Schemas change seldom: a history of years is shorter. */
const MOST_REVISIONS = 500

/**
 * What has been published: the last commit, and every one before it that changed a schema, however many came since. A type's version is published for
 * good; the fixtures remember what no commit at hand does.
 */
export function publishedSchemas(root: string): readonly ReadonlyMap<string, JsonSchema>[] {
  const changed = git(root, 'log', `--max-count=${MOST_REVISIONS}`, '--format=%H', '--', `${SCHEMA_FOLDER}/`)?.split('\n').filter(Boolean) ?? []
  return [...new Set(['HEAD', ...changed])].map((revision) => schemasAt(root, revision))
}
