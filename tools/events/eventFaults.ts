import type { EventDefinition } from '../../schema/events/defineEvent.ts'
import { incompatibilities, type JsonSchema } from './compatibility.ts'
import { jsonSchemas } from './jsonSchemas.ts'

const WAY_OUT = 'give the type another version with an upcast, or let the property be missing'

/** Breaches of what was published before: a version that is gone, and one that is no longer what its readers were told. */
export function changedVersions(definitions: Readonly<Record<string, EventDefinition>>, published: ReadonlyMap<string, JsonSchema>): string[] {
  const today = jsonSchemas(definitions)
  return [...published].flatMap(([name, before]) => {
    const after = today.get(name)
    if (after === undefined) return [`${name} was published and is gone: stored events of it can no longer be read`]
    return incompatibilities(before, after).map((fault) => `${name} was published: ${fault}. Instead, ${WAY_OUT}`)
  })
}

/** Types whose upcasts do not lead from the first version to the last. */
export function missingUpcasts(definitions: Readonly<Record<string, EventDefinition>>): string[] {
  return Object.entries(definitions).flatMap(([key, { type, versions, upcasts }]) => [
    ...(key === type ? [] : [`${type} is listed as ${key}`]),
    ...(upcasts.length === versions.length - 1 ? [] : [`${type} has ${versions.length} versions and ${upcasts.length} upcasts`]),
  ])
}
