import type { Representation, RequiredSelection } from './plan.ts'
import { namesOfTypes, type PossibleTypes } from './possibleTypes.ts'

/**
 * Representations of which the first that fits says all. Planners list fragments of which all that fit count, and where one of them is of an
 * interface or union several may: those are written out, type by type, with the abstract names last for objects that go by them.
 */
export function firstThatFits(fragments: readonly Representation[], types: PossibleTypes): Representation[] {
  const conditions = [...new Set(fragments.map(({ on }) => on))]
  const abstract = conditions.filter((name) => types.membersOf(name) !== undefined)
  const names =
    abstract.length === 0 || conditions.length === 1 ? conditions : [...concrete(conditions, types), ...mostSpecificFirst(abstract, types)]
  return names.map((on) => ({
    on,
    selections: fragments.filter((fragment) => types.isA(on, fragment.on)).reduce<readonly RequiredSelection[]>(merged, []),
  }))
}

function concrete(conditions: readonly string[], types: PossibleTypes): string[] {
  return namesOfTypes(types, conditions).filter((name) => types.membersOf(name) === undefined)
}

function mostSpecificFirst(abstract: readonly string[], types: PossibleTypes): string[] {
  const generality = (name: string): number => abstract.filter((other) => types.isA(other, name)).length
  return abstract.toSorted((one, other) => generality(one) - generality(other))
}

function merged(selections: readonly RequiredSelection[], fragment: Representation): readonly RequiredSelection[] {
  return fragment.selections.reduce(withSelection, selections)
}

function withSelection(selections: readonly RequiredSelection[], added: RequiredSelection): readonly RequiredSelection[] {
  const index = selections.findIndex((selection) => isSame(selection, added))
  const found = selections[index]
  if (found === undefined) return [...selections, added]
  if (found.selections === null || added.selections === null) return selections
  return selections.with(index, { ...found, selections: added.selections.reduce(withSelection, found.selections) })
}

function isSame(one: RequiredSelection, other: RequiredSelection): boolean {
  if (one.kind === 'field') return other.kind === 'field' && one.key === other.key && one.as === other.as
  return other.kind === 'fragment' && one.on === other.on
}
