import { getNamedType, isInterfaceType, type GraphQLCompositeType, type GraphQLInterfaceType, type GraphQLSchema } from 'graphql'

import type { Protection } from './readProtection.ts'
import { allOf, type Requirement } from './requirement.ts'

/** Says what a selection asks of a viewer, from nothing but where it stands in the schema. Undefined: nothing. */
export interface Judge {
  /** A field of a type: its own directive and that of the type it returns; of an interface also everything that its implementers ask for it. */
  field(parent: GraphQLCompositeType, name: string): Requirement | undefined
  /** A type by its name: a fragment's condition, an operation's root. */
  type(name: string): Requirement | undefined
  /** All types that implement an interface together. */
  implementers(of: GraphQLInterfaceType): Requirement | undefined
}

/**
 * Judges against the schema that clients see. An interface's field is every implementer's field, for nobody knows before asking which will
 * answer. Each implementer is held against the viewer's rights, never against its siblings: that these agree says nothing about the viewer
 * (https://github.com/advisories/GHSA-x33c-7c2v-mrj9). What it finds is remembered by coordinate.
 */
export function createJudge(schema: GraphQLSchema, { types, fields }: Protection): Judge {
  const known = new Map<string, Requirement | undefined>()
  const remember = (key: string, find: () => Requirement | undefined): Requirement | undefined => {
    if (!known.has(key)) known.set(key, find())
    return known.get(key)
  }
  const ofField = (parent: GraphQLCompositeType, name: string): (Requirement | undefined)[] => {
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined
    if (field === undefined) throw new Error(`The schema has no field ${parent.name}.${name}: the operation was not validated`)
    return [fields.get(`${parent.name}.${name}`), types.get(getNamedType(field.type).name)]
  }
  return {
    field: (parent, name) =>
      remember(`${parent.name}.${name}`, () => {
        const implementers = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : []
        return allOf([...ofField(parent, name), ...implementers.flatMap((type) => [types.get(type.name), ...ofField(type, name)])])
      }),
    type: (name) => types.get(name),
    implementers: (of) => remember(of.name, () => allOf(schema.getPossibleTypes(of).map(({ name }) => types.get(name)))),
  }
}
