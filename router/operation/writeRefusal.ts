import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql'

import { headOf } from '../extensions/refusal.ts'
import { statusFor } from './answerJsonWith200.ts'

/** A refusal as it is sent. */
export interface WrittenRefusal {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Writes down a refusal as Apollo Server does: what errors say of HTTP is done and not told; of several the last one holds. */
export function writeRefusal({ errors = [], data, extensions }: ExecutionResult, accept: string): WrittenRefusal {
  const heads = errors.map(headOf).filter((head) => head !== undefined)
  const told = errors.map(withoutHead)
  const said = heads.reduce((_, { status }) => status, 200)
  return {
    status: statusFor(said, { errors: told, accept }),
    headers: Object.fromEntries(heads.flatMap(({ headers = [] }) => [...headers])),
    text: JSON.stringify({ errors: told, data, extensions }),
  }
}

function withoutHead(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions
  return { ...error.toJSON(), extensions }
}
