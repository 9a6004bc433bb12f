import type { GraphQLError } from 'graphql'

import type { Answer, FurtherAnswer } from '../extensions/extension.ts'
import { mergePart } from '../incremental/mergePart.ts'

/** How the rest of an answer is counted. */
export interface CountFurther {
  /** What a whole answer costs. */
  readonly count: (data: Record<string, unknown>) => number
  /** Why no more is handed out at this cost; null where it is. */
  readonly refusal: (cost: number) => GraphQLError | null
  /** Told once, when all was handed out that will be. */
  readonly told: (cost: number) => void
  /** What the last piece says of the cost; null for nothing. */
  readonly exposed: ((cost: number) => Readonly<Record<string, number>>) | null
}

/**
 * Counts an answer that comes in parts as if it came at once: what a response key costs, it costs once. The piece with which it becomes too expensive is not handed out, nor what
 * would follow.
 */
export function countFurther({ data, later }: Required<Pick<Answer, 'data' | 'later'>>, counting: CountFurther): AsyncIterable<FurtherAnswer> {
  return countPieces(structuredClone(data ?? {}), later, counting)
}

async function* countPieces(
  whole: Record<string, unknown>,
  later: AsyncIterable<FurtherAnswer>,
  { count, refusal, told, exposed }: CountFurther,
): AsyncGenerator<FurtherAnswer> {
  for await (const piece of later) {
    for (const { path, data } of piece.incremental) if (data !== null) mergePart(whole, path, data)
    const cost = count(whole)
    const error = refusal(cost)
    const given = error === null ? piece : withheld(piece, error)
    if (!given.hasNext) told(cost)
    yield given.hasNext || exposed === null ? given : { ...given, extensions: { cost: exposed(cost) } }
    if (error !== null) return
  }
}

function withheld({ incremental }: FurtherAnswer, error: GraphQLError): FurtherAnswer {
  return { incremental: incremental.map((part) => ({ ...part, data: null, errors: [error] })), hasNext: false }
}
