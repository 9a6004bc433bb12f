import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, SelectionNode } from 'graphql'

import { fragmentsOf } from '../../planning/rootFields.ts'
import { OFTEN, whenOften } from '../generation/whenOften.ts'
import type { Complete } from './completion.ts'
import { flagsOf } from './conditions.ts'
import { startProjecting, type Projecting } from './faults.ts'
import { projectionClosures } from './projectionClosures.ts'
import { generateProjection } from './projectionSource.ts'
import { shapeOperation } from './shapeOperation.ts'

/** What a projection is made of. */
export interface ProjectionParts {
  /** What clients may see. */
  readonly schema: GraphQLSchema
  /** As the client sent it, valid. */
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Selections whose values the viewer may not have, with all below them but `__typename`; nodes of `document`. */
  readonly denied?: ReadonlySet<SelectionNode>
  /** Interfaces that some subgraph knows as an object only. */
  readonly interfaceObjects?: ReadonlySet<string>
  /** What the gathered data calls a field; its response key unless told otherwise. */
  readonly keyInData?: (node: FieldNode) => string
  /** After how many runs source is generated; `Infinity` for never. Unlike the closures it takes a while to make. */
  readonly generateAfter?: number
}

/** An answer and what kept values out of it. */
export interface Projected {
  readonly data: Record<string, unknown> | null
  readonly run: Projecting
}

/**
 * Makes the answer of an operation from gathered data: response keys in the order of the selections, `@skip` and `@include` evaluated,
 * leaves coerced, types told by `__typename`, nulls propagated, all as graphql-js would. What the answer shares with the data must not be changed.
 */
export type Project = (data: Readonly<Record<string, unknown>>, variables: Readonly<Record<string, unknown>>) => Projected

/** Compiles the projection of an operation. */
export function compileProjection(parts: ProjectionParts): Project {
  const { schema, document, operation, generateAfter = OFTEN } = parts
  const flags = flagsOf(document)
  const fragments = fragmentsOf(document)
  const { denied = new Set(), interfaceObjects = new Set(), keyInData = (node) => (node.alias ?? node.name).value } = parts
  const shape = shapeOperation({ schema, operation, fragments, denied, interfaceObjects, keyInData, flags })
  const complete = whenOften<Complete>(projectionClosures(shape), () => generateProjection(shape), generateAfter)
  return (data, variables) => {
    const run = startProjecting(flags.map((name) => Object.hasOwn(variables, name) && variables[name] === true))
    return { data: complete()(data, run) as Record<string, unknown> | null, run }
  }
}
