import { GraphQLError, type ExecutionResult } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { Denial } from './denials.ts'

/** Where an answer has null because the selection there was denied, before that null went up to a field that may be null. */
export interface NullPositions {
  /** From the root: response keys and real positions in lists. The first hundred are enough. */
  readonly paths: readonly (readonly (string | number)[])[]
  /** How many there were. */
  readonly total: number
}

/** Where clients are told of denials: among the errors, in `extensions.authorizationErrors`, or nowhere. */
export type ErrorPlacement = 'errors' | 'extensions' | 'disabled'

const MESSAGE = 'Unauthorized field or type'
const MOST_ERRORS = 100

/**
 * One error for each null that a denial put into the answer, with its exact path; where the null stands above the denied fields, for nothing
 * else was asked of it, `affectedPaths` names them. A denied field for which the answer had no place (an empty list, another type) is told
 * once, by `affectedPaths` alone. At most a hundred, then one with the number of those that are left out.
 * @param denials those of this request's variables.
 */
export function denialErrors(denials: readonly Denial[], { paths, total }: NullPositions, requestId: string): GraphQLError[] {
  const outer = denials.filter(({ nested }) => !nested).map(({ path }) => path)
  const listed = paths.slice(0, MOST_ERRORS)
  const denied = new Set(outer.map(keyOf))
  const affected = new Map<string, readonly string[]>()
  for (const fields of listed.map(fieldsOf)) {
    const key = keyOf(fields)
    if (!denied.has(key) && !affected.has(key)) affected.set(key, outer.filter((path) => startsWith(path, fields)).map(dotted))
  }
  const met = new Set(listed.map((path) => keyOf(fieldsOf(path))))
  // Beyond the limit it is not known which were met, and nothing more is listed anyway.
  const unmet = total > MOST_ERRORS ? [] : outer.filter((path) => !path.some((_, index) => met.has(keyOf(path.slice(0, index + 1)))))
  const errors = [
    ...listed.map((path) => denialError(requestId, path, affected.get(keyOf(fieldsOf(path))))),
    ...unmet.slice(0, MOST_ERRORS - listed.length).map((path) => denialError(requestId, undefined, [dotted(path)])),
  ]
  return capped(errors, total + unmet.length, requestId)
}

/** One error for each denied field by the path that the operation gives it: for answers that have no nulls to point at. */
export function staticErrors(denials: readonly Denial[], requestId: string): GraphQLError[] {
  return capped(
    denials.slice(0, MOST_ERRORS).map(({ path }) => denialError(requestId, path)),
    denials.length,
    requestId,
  )
}

/** The errors of an operation that is refused as a whole, so that Apollo Server answers 403. */
export function staticRefusal(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map((error) => new GraphQLError(error.message, { path: error.path, extensions: { ...error.extensions, http: { status: 403 } } }))
}

/** Puts the errors where the config wants them. The answer's own errors stay. */
export function withDenials<Answer extends ExecutionResult>(answer: Answer, errors: readonly GraphQLError[], placement: ErrorPlacement): Answer {
  if (errors.length === 0 || placement === 'disabled') return answer
  if (placement === 'extensions') return { ...answer, extensions: { ...answer.extensions, authorizationErrors: errors } }
  return { ...answer, errors: [...(answer.errors ?? []), ...errors] }
}

/** A denied field as paths and logs write it. */
export function dotted(path: readonly string[]): string {
  return path.join('.')
}

function denialError(requestId: string, path: readonly (string | number)[] | undefined, affectedPaths?: readonly string[]): GraphQLError {
  const details = affectedPaths === undefined || affectedPaths.length === 0 ? {} : { affectedPaths }
  return new GraphQLError(MESSAGE, { path, extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', ...details, requestId } })
}

function capped(errors: GraphQLError[], total: number, requestId: string): GraphQLError[] {
  const omitted = total - errors.length
  if (omitted <= 0) return errors
  return [...errors, codedError('UNAUTHORIZED_FIELD_OR_TYPE', `${MESSAGE}: ${omitted} more`, { omitted, requestId })]
}

function fieldsOf(path: readonly (string | number)[]): string[] {
  return path.filter((segment) => typeof segment === 'string')
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path)
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.length < path.length && start.every((key, index) => path[index] === key)
}
