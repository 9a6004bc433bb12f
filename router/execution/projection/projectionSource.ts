import type { GraphQLLeafType } from 'graphql'

import { generate } from '../generation/generate.ts'
import { keySource, quoted, readSource, writeSource } from '../generation/names.ts'
import { lost, noList, noObject, noType, type Complete } from './completion.ts'
import type { Condition } from './conditions.ts'
import { addDenial, addInvalid, addMissing, place } from './faults.ts'
import { checkOf, coerceLeaf, valuesOf } from './leaves.ts'
import type { AbstractShape, FieldShape, ListShape, ObjectShape, ValueShape } from './shape.ts'

/** Beyond so many types and selections the closures serve better than pages of source. */
const MOST_FUNCTIONS = 2000

interface Draft {
  readonly functions: string[]
  readonly names: Map<ValueShape, string>
  readonly waiting: (ObjectShape | AbstractShape | ListShape)[]
  /** What the source refers to by position. */
  readonly shapes: ValueShape[]
  readonly fields: FieldShape[]
  readonly types: GraphQLLeafType[]
  readonly values: ReadonlySet<unknown>[]
}

/** The projection of a shape as generated source, a function for each type and selection; null when that would be too much of it. */
export function generateProjection(root: ObjectShape): Complete | null {
  const draft: Draft = { functions: [], names: new Map(), waiting: [], shapes: [], fields: [], types: [], values: [] }
  const first = callee(draft, root)
  for (let shape = draft.waiting.pop(); shape !== undefined; shape = draft.waiting.pop()) {
    draft.functions.push(functionSource(draft, shape))
    if (draft.names.size > MOST_FUNCTIONS) return null
  }
  const { shapes, fields, types, values } = draft
  const given = { shapes, fields, types, values, lost, place, addMissing, addInvalid, addDenial, coerceLeaf, noList, noObject, noType }
  return generate<Complete>(`${draft.functions.join('\n')}\nreturn ${first}`, given)
}

function callee(draft: Draft, shape: ObjectShape | AbstractShape | ListShape): string {
  const known = draft.names.get(shape)
  if (known !== undefined) return known
  const name = `f${draft.names.size}`
  draft.names.set(shape, name)
  draft.waiting.push(shape)
  return name
}

function functionSource(draft: Draft, shape: ObjectShape | AbstractShape | ListShape): string {
  const name = callee(draft, shape)
  const self = `shapes[${draft.shapes.push(shape) - 1}]`
  const body =
    shape.kind === 'list'
      ? listSource(draft, shape, self)
      : shape.kind === 'object'
        ? objectSource(draft, shape, self)
        : abstractSource(draft, shape, self)
  return `function ${name}(o,x){if(o===null||o===undefined)return null;${body}}`
}

function abstractSource(draft: Draft, shape: AbstractShape, self: string): string {
  const cases = shape.possible.map((type) => `case ${quoted(type)}:return ${callee(draft, shape.of(type))}(o,x);`)
  const ownName = shape.goesByOwnName ? `case ${quoted(shape.type)}:` : ''
  const untold = shape.untold === null ? '' : `case undefined:${ownName}return ${callee(draft, shape.untold)}(o,x);`
  return `switch(o.__typename){${cases.join('')}${untold}}return addInvalid(x,noType(${self}.type))`
}

/** A list of leaves that all pass is answered as it is; of one that do not, a copy. */
function listSource(draft: Draft, { item, nonNull }: ListShape, self: string): string {
  const absent = nonNull ? `if(t===null){if(x.count===n)addMissing(x,${self}.coordinate);place(x,n,i);return null}` : ''
  const below = 'if(x.count!==n)n=place(x,n,i);'
  const start = `if(!Array.isArray(o))return addInvalid(x,noList(${self}.coordinate));let n=x.count;`
  if (item.kind !== 'leaf')
    return `${start}const r=[];for(let i=0;i<o.length;i++){const t=${valueSource(draft, item, 'o[i]')};${absent}${below}r.push(t)}return r`
  const mend = `const t=${valueSource(draft, item, 'v')};${absent}${below}if(r===o)r=o.slice();r[i]=t`
  return `${start}let r=o;for(let i=0;i<o.length;i++){const v=o[i];if(${failsSource(draft, item.type, 'v')}){${mend}}}return r`
}

/** An object literal where all fields are always there; key by key where it depends. */
function objectSource(draft: Draft, shape: ObjectShape, self: string): string {
  const slots = shape.slots()
  const fields = [...new Set(slots.map(({ field }) => field))]
  const start = `if(typeof o!=='object'||Array.isArray(o))return addInvalid(x,noObject(${self}.type));let n=x.count${fields.map((_, i) => `,t${i}`).join('')};`
  if (slots.every(({ when }) => when.length === 0)) {
    const entries = fields.map(({ key }, i) => `${keySource(key)}:t${i}`)
    return `${start}${fields.map((field, i) => fieldSource(draft, field, `t${i}`)).join('')}return{${entries.join()}}`
  }
  const steps = slots.map(({ field, when, again }) => {
    const target = `t${fields.indexOf(field)}`
    const step = `${fieldSource(draft, field, target)}${writeSource('r', field.key, target)};`
    const conditions = [...(again ? [`${target}===undefined`] : []), ...when.map(literalSource)]
    return conditions.length === 0 ? step : `if(${conditions.join('&&')}){${step}}`
  })
  return `${start}const r={};${steps.join('')}return r`
}

/** Statements that leave a field's value in `target`. */
function fieldSource(draft: Draft, field: FieldShape, target: string): string {
  const read = readSource('o', field.dataKey)
  const below = `if(x.count!==n)n=place(x,n,${quoted(field.key)});`
  const after = field.nonNull ? `if(${target}===null)return lost(x,n,fields[${draft.fields.push(field) - 1}]);${below}` : below
  const completed = `${target}=${valueSource(draft, field.value, read)};`
  if (field.allowed.length === 0) return `${target}=addDenial(x);${after}`
  if (!field.allowed.some((condition) => condition.length === 0))
    return `if(${field.allowed.map(conditionSource).join('||')})${completed}else ${target}=addDenial(x);${after}`
  if (field.value.kind === 'typename' && field.value.type !== null) return completed
  if (field.value.kind !== 'leaf') return `${completed}${after}`
  return `${target}=${read};if(${failsSource(draft, field.value.type, target)}){${target}=${valueSource(draft, field.value, target)};${after}}`
}

function valueSource(draft: Draft, shape: ValueShape, value: string): string {
  if (shape.kind === 'leaf') return `coerceLeaf(types[${position(draft.types, shape.type)}],${value},x)`
  if (shape.kind === 'given') return `${value}??null`
  if (shape.kind !== 'typename') return `${callee(draft, shape)}(${value},x)`
  return shape.type === null ? `addInvalid(x,noType('an interface'))` : quoted(shape.type)
}

/** Source of whether a value needs to be coerced. */
function failsSource(draft: Draft, type: GraphQLLeafType, value: string): string {
  switch (checkOf(type)) {
    case 'string':
      return `typeof ${value}!=='string'`
    case 'boolean':
      return `typeof ${value}!=='boolean'`
    case 'int':
      return `typeof ${value}!=='number'||(${value}|0)!==${value}`
    case 'float':
      return `typeof ${value}!=='number'||${value}-${value}!==0`
    case 'enum':
      return `!values[${valuesPosition(draft, type)}].has(${value})`
    case 'none':
      return 'true'
  }
}

function valuesPosition(draft: Draft, type: GraphQLLeafType): number {
  const at = position(draft.types, type)
  draft.values[at] ??= valuesOf(type)
  return at
}

function position(types: GraphQLLeafType[], type: GraphQLLeafType): number {
  const known = types.indexOf(type)
  return known === -1 ? types.push(type) - 1 : known
}

function conditionSource(condition: Condition): string {
  return `(${condition.map(literalSource).join('&&')})`
}

function literalSource({ flag, is }: { readonly flag: number; readonly is: boolean }): string {
  return `x.flags[${flag}]===${is}`
}
