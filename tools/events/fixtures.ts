import { existsSync, readdirSync, readFileSync } from 'node:fs'

import { catalogueOf } from '../../schema/events/catalogue.ts'
import type { EventDefinition } from '../../schema/events/defineEvent.ts'
import { versionName } from './jsonSchemas.ts'

/** Where the recorded events lie, from the root. */
export const FIXTURE_FOLDER = 'schema/events/fixtures'

type Definitions = Readonly<Record<string, EventDefinition>>

/** What a fixture must hold: its data fits the version it was recorded in, and today's code brings it to a shape that it could write today. */
export function fixtureFault(definitions: Definitions, name: string, data: unknown): string | undefined {
  const [, type = '', version = '0'] = /^(.+)\.v(\d+)$/.exec(name) ?? []
  const shape = definitions[type]?.versions[Number(version) - 1]
  if (shape === undefined)
    return `${FIXTURE_FOLDER}/${name}.json was recorded, and nobody can read it any more: a type and its versions stay for ever`
  const then = shape.safeParse(data)
  if (!then.success)
    return `${FIXTURE_FOLDER}/${name}.json does not fit its own version: ${then.error.issues[0]?.path.join('.')}: ${then.error.issues[0]?.message}`
  const catalogue = catalogueOf(definitions)
  try {
    catalogue.check(type, catalogue.upcast(type, Number(version), data))
    return undefined
  } catch (error) {
    return `${FIXTURE_FOLDER}/${name}.json cannot be read as today's ${type}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Faults of all fixtures, and versions that have none. */
export function fixtureFaults(root: string, definitions: Definitions): string[] {
  const folder = `${root}/${FIXTURE_FOLDER}`
  const recorded = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.json$/, '')) : []
  const wanted = Object.values(definitions).flatMap(({ type, versions }) => versions.map((_, index) => versionName(type, index + 1)))
  const missing = wanted.filter((name) => !recorded.includes(name))
  return [
    ...missing.map((name) => `${FIXTURE_FOLDER}/${name}.json is missing: record the data of one such event there, and leave it for ever`),
    ...recorded.flatMap((name) => fixtureFault(definitions, name, JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'))) ?? []),
  ]
}
