import { Kind, type SelectionNode } from 'graphql'

/** A `@skip` or `@include`: the selection counts only where the value is the wanted one. */
export interface Guard {
  /** The client's variable that decides, or the value that the document gives. */
  readonly by: { readonly variable: string } | { readonly value: boolean }
  readonly wanted: boolean
}

/** The guards of one selection. */
export function guardsOf(node: SelectionNode): Guard[] {
  return (node.directives ?? []).flatMap(({ name, arguments: given = [] }): Guard[] => {
    if (name.value !== 'skip' && name.value !== 'include') return []
    const value = given.find((argument) => argument.name.value === 'if')?.value
    const wanted = name.value === 'include'
    if (value?.kind === Kind.VARIABLE) return [{ by: { variable: value.name.value }, wanted }]
    return value?.kind === Kind.BOOLEAN ? [{ by: { value: value.value }, wanted }] : []
  })
}

/** Whether all guards let pass. `variables` are coerced: defaults are filled in. */
export function letPass(guards: readonly Guard[], variables: Readonly<Record<string, unknown>>): boolean {
  return guards.every(({ by, wanted }) => ('variable' in by ? variables[by.variable] : by.value) === wanted)
}
