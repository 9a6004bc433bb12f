import type { Representation, RequiredSelection } from '../../planning/plan.ts'
import { cleanJson } from '../foreignJson.ts'
import { setValue, valueOf } from '../generation/names.ts'
import type { PlanFacts } from './planFacts.ts'

/** An object of gathered data. */
export type Data = Record<string, unknown>

/** What is sent of an entity; null when it is not asked about. */
export type Represent = (entity: Data) => Data | null

/** A representation whose keys are all leaves. */
export interface FlatRepresentation {
  /** The names that its entities may say they are of. */
  readonly types: ReadonlySet<string>
  readonly fields: readonly { readonly key: string; readonly as: string }[]
}

/** Representations as plain lists of leaves, with their type among them; null when one has more to it. */
export function flatten(representations: readonly Representation[], { typesOf }: Pick<PlanFacts, 'typesOf'>): FlatRepresentation[] | null {
  const flat = representations.map(({ on, selections }) => {
    const fields = selections.flatMap((one) => (one.kind === 'field' && one.selections === null ? [{ key: one.key, as: one.as }] : []))
    return fields.length === selections.length ? { types: typesOf(on), fields: withType(fields) } : null
  })
  return flat.some((one) => one === null) ? null : flat.filter((one) => one !== null)
}

const TYPE = { key: '__typename', as: '__typename' }

/** A subgraph cannot tell entities apart that do not say of which type they are. */
function withType(fields: FlatRepresentation['fields']): FlatRepresentation['fields'] {
  return fields.some(({ as }) => as === '__typename') ? fields : [TYPE, ...fields]
}

/** Makes the function that represents entities: by the first representation for their type, if they have all that it needs. */
export function compileRepresent(representations: readonly Representation[], facts: Pick<PlanFacts, 'typesOf'>): Represent {
  const made = representations.map(({ on, selections }) => ({ types: facts.typesOf(on), pick: compilePick(selections, facts) }))
  return (entity) => {
    const type = entity['__typename'] as string
    const fitting = made.find(({ types }) => types.has(type))
    const representation = fitting?.pick(entity)
    if (representation === undefined || representation === null) return null
    return Object.hasOwn(representation, '__typename') ? representation : { __typename: type, ...representation }
  }
}

type Pick1 = (object: Data) => Data | null
type PickInto = (object: Data, picked: Data) => boolean

function compilePick(selections: readonly RequiredSelection[], facts: Pick<PlanFacts, 'typesOf'>): Pick1 {
  const parts = selections.map((selection) => compilePart(selection, facts))
  return (object) => {
    const picked: Data = {}
    return parts.every((part) => part(object, picked)) ? picked : null
  }
}

/** Copies what a selection needs; false when it is not there. */
function compilePart(selection: RequiredSelection, facts: Pick<PlanFacts, 'typesOf'>): PickInto {
  if (selection.kind === 'fragment') {
    const types = facts.typesOf(selection.on)
    const parts = selection.selections.map((one) => compilePart(one, facts))
    return (object, picked) => !types.has(object['__typename'] as string) || parts.every((part) => part(object, picked))
  }
  const { key, as, selections } = selection
  const pick = selections === null ? null : compilePick(selections, facts)
  return (object, picked) => {
    const value = valueOf(object, key)
    const sent = pick === null ? value : pickBelow(value, pick)
    if (sent === undefined || !cleanJson(sent)) return false
    setValue(picked, as, sent)
    return true
  }
}

/** Undefined when something is missing below. */
function pickBelow(value: unknown, pick: Pick1): unknown {
  if (value === null || value === undefined) return value
  if (!Array.isArray(value)) return typeof value === 'object' ? (pick(value as Data) ?? undefined) : undefined
  const items = value.map((item) => pickBelow(item, pick))
  return items.includes(undefined) ? undefined : items
}
