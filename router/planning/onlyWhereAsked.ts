import { Kind, parse, type DirectiveNode, type SelectionNode } from 'graphql'

import type { FetchStep, PlanStep } from './plan.ts'
import { conditionOf } from './steps.ts'

interface Condition {
  readonly variable: string
  readonly is: boolean
}

const CONDITIONAL = /@(?:skip|include)\(if: ?\$/

/**
 * A request all of whose fields depend on the same variables is made only where those say so: otherwise it would go out to bring nothing.
 * A condition that is on some of the fields stays inside the request.
 */
export function onlyWhereAsked(step: FetchStep): PlanStep {
  if (!CONDITIONAL.test(step.query)) return step
  const operation = parse(step.query, { noLocation: true }).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return step
  const [first = [], ...others] = operation.selectionSet.selections.map(conditionsOf)
  const common = first.filter((condition) => others.every((more) => more.some((other) => isSame(condition, other))))
  return common.reduceRight<PlanStep>((inner, { variable, is }) => conditionOf(variable, is ? inner : null, is ? null : inner) ?? inner, step)
}

function conditionsOf(selection: SelectionNode): Condition[] {
  return (selection.directives ?? []).flatMap((directive) => {
    const variable = variableOf(directive)
    return variable === undefined ? [] : [{ variable, is: directive.name.value === 'include' }]
  })
}

function variableOf({ name, arguments: values }: DirectiveNode): string | undefined {
  if (name.value !== 'include' && name.value !== 'skip') return undefined
  const value = values?.[0]?.value
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined
}

function isSame(one: Condition, other: Condition): boolean {
  return one.variable === other.variable && one.is === other.is
}
