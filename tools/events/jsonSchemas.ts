import { z } from 'zod'

import type { EventDefinition } from '../../schema/events/defineEvent.ts'
import type { JsonSchema } from './compatibility.ts'

/** Where the schemas lie, from the root. */
export const SCHEMA_FOLDER = 'schema/events/json'

/** The name of a type's version, as in its files and in `dataschema`. */
export const versionName = (type: string, version: number): string => `${type}.v${version}`

/** The JSON Schema of every version of every type, by its name. */
export function jsonSchemas(definitions: Readonly<Record<string, EventDefinition>>): ReadonlyMap<string, JsonSchema> {
  return new Map(
    Object.values(definitions).flatMap(({ type, meaning, versions }) =>
      versions.map((shape, index) => {
        const { $schema, ...schema } = z.toJSONSchema(shape, { io: 'input' })
        return [versionName(type, index + 1), { $schema, $id: `agora:${type}/${index + 1}`, title: type, description: meaning, ...schema }] as const
      }),
    ),
  )
}

/** The files that they are published as. */
export function schemaFiles(schemas: ReadonlyMap<string, JsonSchema>): ReadonlyMap<string, string> {
  return new Map([...schemas].map(([name, schema]) => [`${SCHEMA_FOLDER}/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`]))
}
