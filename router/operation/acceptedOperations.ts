import { getVariableValues, type GraphQLSchema } from 'graphql'

import { createBoundedMap } from '@agora/security/boundedMap.ts'

import type { Operation } from '../execution/engine.ts'
import { countNodes } from './countNodes.ts'

/** An operation that was found valid, without what a request brings. */
export type AcceptedOperation = Omit<Operation, 'variables' | 'coerced'>

/** What a request asks for, by its own words. */
export interface Asked {
  readonly source: string
  readonly operationName: string | undefined
}

/** Operations that Apollo Server has parsed, validated and let through, by the text of their documents. */
export interface AcceptedOperations {
  note(asked: Asked, operation: AcceptedOperation): void
  /** The operation with these variables, as it would come from Apollo Server again; undefined where that is not certain, or would be refused. */
  find(asked: Asked, variables: Readonly<Record<string, unknown>>): Operation | undefined
}

const REMEMBERED = 2000
const LONGEST_REMEMBERED = 20_000

/** Remembers what was accepted for one schema. */
export function createAcceptedOperations(schema: GraphQLSchema, maxNodes: number): AcceptedOperations {
  const accepted = createBoundedMap<string, AcceptedOperation & { readonly isSmall: boolean }>(REMEMBERED)
  const nodesOf = ({ document, definition: operation }: AcceptedOperation, variables: Readonly<Record<string, unknown>>): number =>
    countNodes({ schema, document, operation, variables })
  return {
    note(asked, operation) {
      if (asked.source.length > LONGEST_REMEMBERED || operation.definition.operation === 'subscription') return
      const isSmall = takesNothing(operation) && nodesOf(operation, {}) <= maxNodes
      accepted.set(keyOf(asked), { ...operation, isSmall })
    },
    find(asked, variables) {
      const known = accepted.get(keyOf(asked))
      if (known === undefined) return undefined
      const { isSmall, ...operation } = known
      const values = getVariableValues(schema, operation.definition.variableDefinitions ?? [], variables, { maxErrors: 1 })
      if (values.errors !== undefined || !(isSmall || nodesOf(operation, variables) <= maxNodes)) return undefined
      return { ...operation, variables, coerced: values.coerced }
    },
  }
}

function takesNothing({ definition }: AcceptedOperation): boolean {
  return (definition.variableDefinitions ?? []).length === 0
}

function keyOf({ source, operationName }: Asked): string {
  return operationName === undefined ? source : `${operationName}\n${source}`
}
