import { Kind, visit, type ASTNode, type DirectiveNode, type SelectionNode } from 'graphql'

/** What must hold of one boolean variable of the client: its position among the flags of the document, and its value. */
export interface Literal {
  readonly flag: number
  readonly is: boolean
}

/** What must hold for a selection to count: all of it. Nothing to hold means always. */
export type Condition = readonly Literal[]

/** The condition of what always counts. */
export const ALWAYS: Condition = []

/** The variables that `@skip` and `@include` of a document, or of a part of it, hang on; a flag is a position in this list. */
export function flagsOf(document: ASTNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: (directive) => {
      const value = isCondition(directive) ? directive.arguments?.[0]?.value : undefined
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}

/** When a selection counts by its own directives; null for never. */
export function conditionOf({ directives = [] }: SelectionNode, flags: readonly string[]): Condition | null {
  let condition: Condition | null = ALWAYS
  for (const directive of directives) {
    if (!isCondition(directive) || condition === null) continue
    const value = directive.arguments?.[0]?.value
    const wanted = directive.name.value === 'include'
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return null
    if (value?.kind === Kind.VARIABLE) condition = both(condition, [{ flag: flags.indexOf(value.name.value), is: wanted }])
  }
  return condition
}

/** Both conditions in one; null when they contradict each other. */
export function both(a: Condition, b: Condition): Condition | null {
  if (b.some((literal) => has(a, { flag: literal.flag, is: !literal.is }))) return null
  return [...a, ...b.filter((literal) => !has(a, literal))]
}

/** Whether whatever fulfils the second fulfils the first. */
export function covers(wider: Condition, narrower: Condition): boolean {
  return wider.every((literal) => has(narrower, literal))
}

/** What all of these have in common. */
export function commonOf([first = ALWAYS, ...others]: readonly Condition[]): Condition {
  return first.filter((literal) => others.every((other) => has(other, literal)))
}

/** A condition where the other is known to hold. */
export function without(condition: Condition, known: Condition): Condition {
  return condition.filter((literal) => !has(known, literal))
}

/** Whether a condition holds; `flags` are the values of the variables of `flagsOf`. */
export function holds(condition: Condition, flags: readonly boolean[]): boolean {
  for (const { flag, is } of condition) if (flags[flag] !== is) return false
  return true
}

function has(condition: Condition, { flag, is }: Literal): boolean {
  return condition.some((literal) => literal.flag === flag && literal.is === is)
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include'
}
