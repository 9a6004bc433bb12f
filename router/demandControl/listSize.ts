import { Kind, type FieldNode, type ValueNode } from 'graphql'

import { variableOf, type Cost, type Run } from './cost.ts'
import type { FieldCosts, ListSize } from './costModel.ts'

/** How many are to be expected; null: nothing says so. */
export type Size = number | null | ((run: Run) => number | null)

/**
 * What a field's `@listSize` expects of it: the largest of the slicing arguments that are given or have a default, else the assumed size. A number below
 * zero says nothing: its field refuses it, or takes it for all there are.
 */
export function expectedSize(listSize: ListSize, field: FieldCosts, node: FieldNode): Size {
  const arguments_ = listSize.slicing.map((path) => slicingOf(path, field, node))
  const judge = (run: Run | null): number | null => {
    const values = arguments_.map((value) => (typeof value === 'function' ? (run === null ? undefined : value(run)) : value))
    const given = values.filter((value) => value !== undefined)
    if (listSize.needsOne && listSize.slicing.length > 0 && given.length !== 1 && run !== null) run.fault = faultOf(node, given.length)
    const most = given.reduce((largest, value) => Math.max(largest, value), -1)
    return most < 0 ? listSize.assumed : most
  }
  const isOpen = arguments_.some((value) => typeof value === 'function')
  const counted = arguments_.filter((value) => value !== undefined).length
  const mayFault = listSize.needsOne && listSize.slicing.length > 0 && (isOpen || counted !== 1)
  return isOpen || mayFault ? judge : judge(null)
}

/** The count of a list's items, from what is said of it, in that order. */
export function countOf(sizes: readonly Size[], usual: number): Cost {
  const [first, ...rest] = sizes.filter((size) => size !== null)
  if (first === undefined) return usual
  if (typeof first === 'number') return first
  const otherwise = countOf(rest, usual)
  return (run) => first(run) ?? (typeof otherwise === 'number' ? otherwise : otherwise(run))
}

const faultOf = ({ name }: FieldNode, found: number): string =>
  `The field "${name.value}" needs exactly one of the arguments that say how many are asked for; ${found} are given.`

type Slicing = number | undefined | ((run: Run) => number | undefined)

function slicingOf([name = '', ...path]: readonly string[], { inputs }: FieldCosts, node: FieldNode): Slicing {
  const usual = path.length === 0 ? inputs.get(name)?.usual : undefined
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value
  return value === undefined ? usual : valueAt(value, path, usual)
}

function valueAt(value: ValueNode, path: readonly string[], usual: number | undefined): Slicing {
  if (value.kind === Kind.VARIABLE) return (run) => wholeAt(variableOf(run, value.name.value), path) ?? usual
  const [name, ...rest] = path
  if (name === undefined) return value.kind === Kind.INT ? Number(value.value) : usual
  const inner = value.kind === Kind.OBJECT ? value.fields.find((field) => field.name.value === name)?.value : undefined
  return inner === undefined ? usual : valueAt(inner, rest, usual)
}

function wholeAt(value: unknown, [name, ...rest]: readonly string[]): number | undefined {
  if (name === undefined) return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? wholeAt((value as Readonly<Record<string, unknown>>)[name], rest)
    : undefined
}
