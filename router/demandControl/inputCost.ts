import { Kind, type FieldNode, type ValueNode } from 'graphql'

import { sum, variableOf, type Cost } from './cost.ts'
import type { CostModel, FieldCosts, InputCosts } from './costModel.ts'

/** What the arguments of a field cost: an input object 1, all else nothing, unless `@cost` says. */
export function inputCost(model: CostModel, field: FieldCosts, node: FieldNode): Cost {
  if (node.arguments === undefined || node.arguments.length === 0) return 0
  return sum(node.arguments.map(({ name, value }) => costOfNode(model, field.inputs.get(name.value), value)))
}

function costOfNode(model: CostModel, input: InputCosts | undefined, value: ValueNode): Cost {
  if (input === undefined || value.kind === Kind.NULL) return 0
  const inner = model.types.get(input.type)
  if (value.kind === Kind.VARIABLE) {
    if (inner === undefined && (input.weight ?? 0) === 0) return 0
    return (run) => costOfValue(model, input, variableOf(run, value.name.value))
  }
  if (value.kind === Kind.LIST) return sum([input.weight ?? 0, ...value.values.map((item) => costOfNode(model, input, item))])
  if (value.kind !== Kind.OBJECT || inner === undefined) return input.weight ?? 0
  return sum([input.weight ?? 1, ...value.fields.map((field) => costOfNode(model, inner.inputs.get(field.name.value), field.value))])
}

function costOfValue(model: CostModel, input: InputCosts | undefined, value: unknown): number {
  if (input === undefined || value === null || value === undefined) return 0
  if (Array.isArray(value)) return value.reduce((total: number, item) => total + costOfValue(model, input, item), input.weight ?? 0)
  const inner = model.types.get(input.type)
  if (typeof value !== 'object' || inner === undefined) return input.weight ?? 0
  return Object.entries(value).reduce((total, [name, item]) => total + costOfValue(model, inner.inputs.get(name), item), input.weight ?? 1)
}
