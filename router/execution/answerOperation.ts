import { withDenials, type ErrorPlacement } from '../authorization/authorizationErrors.ts'
import type { Answer, AnswerOperation, AnswerPart, Extension, FurtherAnswer } from '../extensions/extension.ts'
import { aroundOperations } from '../extensions/hangAround.ts'
import { mapParts, type FurtherParts } from '../incremental/deliverParts.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { Engine, EnginePart, Operation } from './engine.ts'
import { presentErrors } from './presentErrors.ts'

const NEVER = new AbortController().signal

/** What operations are answered with. */
export interface AnswerParts {
  readonly engine: Engine
  /** Where clients are told of denied parts. */
  readonly denialsIn: ErrorPlacement
  readonly extensions: readonly Extension[]
}

/** Has an engine answer operations, as clients may see it: errors masked where they are nobody's business, denials where the config wants them. */
export function createAnswerOperation({ engine, denialsIn, extensions }: AnswerParts): AnswerOperation {
  return aroundOperations(extensions, (operation, context) => answer({ engine, denialsIn }, operation, context))
}

async function answer(
  { engine, denialsIn }: Pick<AnswerParts, 'engine' | 'denialsIn'>,
  operation: Operation,
  context: RequestContext,
): Promise<Answer> {
  // A mutation goes on when its client has gone: half of it may have happened.
  const followed = operation.definition.operation === 'query' ? context : { ...context, signal: NEVER, gone: context.signal }
  const { data, errors, denials = [], later } = await engine.execute(operation, followed)
  const whole = { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: presentErrors(errors, context) }) }
  const answered = withDenials(whole, denials, denialsIn)
  return later === undefined ? answered : { ...answered, later: presentLater(later, denialsIn, context) }
}

function presentLater(
  later: AsyncIterable<FurtherParts<EnginePart>>,
  denialsIn: ErrorPlacement,
  context: RequestContext,
): AsyncIterable<FurtherAnswer> {
  let parts = 1
  return mapParts(later, (further) => {
    parts += further.parts.length
    context.note({ parts })
    return presentParts(further, denialsIn, context)
  })
}

function presentParts({ parts, hasNext }: FurtherParts<EnginePart>, denialsIn: ErrorPlacement, context: RequestContext): FurtherAnswer {
  const incremental = parts.map(({ label, path, data, errors, denials }): AnswerPart => {
    const named = { path, ...(label === undefined ? {} : { label }), data }
    return withDenials(errors.length === 0 ? named : { ...named, errors: presentErrors(errors, context) }, denials, denialsIn)
  })
  return { incremental, hasNext }
}
