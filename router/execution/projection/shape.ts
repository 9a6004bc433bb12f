import type { GraphQLLeafType } from 'graphql'

import type { Condition } from './conditions.ts'

/** What an operation's answer looks like, type by type. Both forms of the projection are made from it. */
export type ValueShape = LeafShape | ListShape | ObjectShape | AbstractShape | GivenShape | TypeNameShape

/** A scalar or an enum. */
export interface LeafShape {
  readonly kind: 'leaf'
  readonly type: GraphQLLeafType
}

/** A list of values. */
export interface ListShape {
  readonly kind: 'list'
  readonly item: ValueShape
  /** Whether a null among the items is a null of the list. */
  readonly nonNull: boolean
  /** `Type.field`, of the field whose list it is. */
  readonly coordinate: string
}

/** An object of a known type. */
export interface ObjectShape {
  readonly kind: 'object'
  readonly type: string
  /** Where the fields stand, in the order of the answer's keys. Worked out when first asked for. */
  readonly slots: () => readonly Slot[]
  /** What of it is answered in parts of their own; absent where nothing ever is. */
  readonly later?: () => readonly LaterShape[]
}

/** A part of an object that is answered by itself. */
export interface LaterShape {
  readonly label: string
  /** It is there if any of these holds. */
  readonly when: readonly Condition[]
  /** Of an object that has not told its type yet, it may be abstract: what is gathered for the part may tell it. */
  readonly shape: ObjectShape | AbstractShape
}

/** An interface or a union: `__typename` tells what an object is. */
export interface AbstractShape {
  readonly kind: 'abstract'
  readonly type: string
  /** Names of the types that clients may see here. */
  readonly possible: readonly string[]
  /** The shape of one of them. */
  readonly of: (type: string) => ObjectShape
  /** The shape of what tells no type: planners ask for the type only where something depends on it. Null for unions, of which everything does. */
  readonly untold: ObjectShape | null
  /** Whether an object may tell the interface's own name, which is all that a subgraph knows to which it is an object. */
  readonly goesByOwnName: boolean
}

/** A value that is in the data as it shall be answered: introspection. */
export interface GivenShape {
  readonly kind: 'given'
}

/** `__typename` of an object whose type is known; of one whose type is not, `type` is null. */
export interface TypeNameShape {
  readonly kind: 'typename'
  readonly type: string | null
}

/** A response key of an object. */
export interface FieldShape {
  readonly key: string
  /** What the gathered data calls it. */
  readonly dataKey: string
  /** `Type.field` */
  readonly coordinate: string
  readonly nonNull: boolean
  readonly value: ValueShape
  /** When somebody asks for it who may: any of these. Otherwise all who ask for it were denied. */
  readonly allowed: readonly Condition[]
}

/** Where a field stands among the keys, if it is asked for there and has not stood before. */
export interface Slot {
  readonly field: FieldShape
  readonly when: Condition
  /** Whether it may have stood before. */
  readonly again: boolean
}
