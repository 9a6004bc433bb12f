import { Kind, type SelectionNode } from 'graphql'

/** Whether a selection is left out whoever asks: skipped by a plain `true`, or included by a plain `false`. What hangs on a variable may come. */
export const isLeftOut = ({ directives }: SelectionNode): boolean =>
  directives?.some(({ name, arguments: given }) => {
    const value = given?.find((argument) => argument.name.value === 'if')?.value
    if (value?.kind !== Kind.BOOLEAN) return false
    return name.value === 'skip' ? value.value : name.value === 'include' && !value.value
  }) ?? false
