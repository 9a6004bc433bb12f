import { getNamedType, isAbstractType, isLeafType, isObjectType, isUnionType, type GraphQLNamedOutputType, type GraphQLSchema } from 'graphql'

import type { Draw } from './randomSelections.ts'

const CONDITIONS = [' @include(if: $a)', ' @skip(if: $a)', ' @include(if: $b)', ' @skip(if: true)']
const MAX_DEPTH = 4

/** A random operation whose aliases are names of other fields, of keys and of what planners say themselves. It may not be valid. */
export function collidingSelections(schema: GraphQLSchema, draw: Draw): string {
  const composites = Object.values(schema.getTypeMap()).filter((type) => (isObjectType(type) || isAbstractType(type)) && !type.name.startsWith('__'))
  const names = composites.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : []))
  const aliases = [...new Set(names), '__typename', 'other', '_as_id', '_internal_qp_alias_0', 'name__alias_0']
  const one = <Item>(items: readonly Item[]): Item => items[draw(items.length)] as Item
  const members = (type: GraphQLNamedOutputType): string[] =>
    isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name]
  const condition = (): string => (draw(7) === 0 ? one(CONDITIONS) : '')
  const fragment = (type: GraphQLNamedOutputType, depth: number): string => {
    const fitting = composites.filter((other) => members(other as GraphQLNamedOutputType).some((name) => members(type).includes(name)))
    const on = isAbstractType(type) && draw(3) > 0 ? one(fitting) : type
    return `...${on === type ? '' : ` on ${on.name}`}${condition()} { ${selections(on as GraphQLNamedOutputType, depth + 0.5)} }`
  }
  const field = (type: GraphQLNamedOutputType, depth: number): string => {
    const fields = isUnionType(type) || !('getFields' in type) ? [] : Object.values(type.getFields())
    const alias = draw(3) === 0 ? `${one(aliases)}: ` : ''
    if (fields.length === 0 || draw(8) === 0) return `${alias}__typename${condition()}`
    const { name, args, type: answered } = one(fields)
    const named = getNamedType(answered) as GraphQLNamedOutputType
    const [argument] = args
    const text = `${alias}${name}${argument === undefined || draw(2) === 0 ? '' : `(${argument.name}: ${draw(3)})`}${condition()}`
    if (isLeafType(named)) return text
    return depth < MAX_DEPTH ? `${text} { ${selections(named, depth + 1)} }` : '__typename'
  }
  const selections = (type: GraphQLNamedOutputType, depth: number): string =>
    Array.from({ length: 1 + draw(4) }, () =>
      depth < MAX_DEPTH && draw(isAbstractType(type) ? 2 : 8) === 0 ? fragment(type, depth) : field(type, depth),
    ).join(' ')
  const body = selections(schema.getQueryType() as GraphQLNamedOutputType, 0)
  const declared = ['a', 'b'].filter((name) => body.includes(`if: $${name})`)).map((name) => `$${name}: Boolean!`)
  return `query ${declared.length === 0 ? '' : `(${declared.join(' ')}) `}{ ${body} }`
}
