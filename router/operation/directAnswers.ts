import { createBoundedMap } from '@agora/security/boundedMap.ts'

import type { AnswerOperation } from '../extensions/extension.ts'
import { isRefusal } from '../extensions/refusal.ts'
import type { Identity } from '../identity/identify.ts'
import { isRecord } from '../isRecord.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { AcceptedOperations } from './acceptedOperations.ts'
import { writeRefusal } from './writeRefusal.ts'
import { writeAnswer } from './writtenAnswers.ts'

/** A request as its door has read it: POST, `application/json`. */
export interface DirectRequest {
  readonly body: unknown
  readonly accept: string | undefined
}

/** An answer as Apollo Server would give it. */
export interface DirectAnswer {
  readonly status: number
  /** Beside its type; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly contentType: string
  /** Bytes where the same answer is sent several times; they hold no errors. */
  readonly text: string | Buffer
}

/** Answers what is as usual. */
export interface DirectAnswers {
  /** Undefined, with nothing asked of anybody, where Apollo Server has to say. */
  answer(request: DirectRequest, context: RequestContext): Promise<DirectAnswer | undefined>
  /** Tells what Apollo Server made of an `accept` header when it answered a POST with 200. */
  learn(accept: string | undefined, contentType: string): void
}

/** So many `accept` headers are remembered; clients have few. */
const REMEMBERED = 200
const LONGEST_REMEMBERED = 300

/** What direct answers are made with. */
export interface DirectAnswerParts {
  readonly accepted: AcceptedOperations
  readonly identity: Pick<Identity, 'refuseChanges'>
  readonly answer: AnswerOperation
}

/**
 * A way past Apollo Server for operations that it has accepted before, with the answer that it would give, byte for byte: its pipeline costs more than
 * the execution of a small query. Whatever is out of the ordinary goes through it: first sight of an operation, persisted queries, GET, errors of variables,
 * unusual headers. So its behaviour is its own, and nothing of it is imitated but the shape of a success, and of a refusal of what was asked in order.
 */
export function createDirectAnswers({ accepted, identity, answer: answerOperation }: DirectAnswerParts): DirectAnswers {
  const contentTypes = createBoundedMap<string, string>(REMEMBERED)
  const answer: DirectAnswers['answer'] = async ({ body, accept = '' }, context) => {
    const contentType = contentTypes.get(accept)
    const asked = contentType === undefined ? undefined : askedIn(body)
    const operation = asked === undefined ? undefined : accepted.find(asked, asked.variables)
    if (contentType === undefined || operation === undefined) return undefined
    const { operation: kind, name } = operation.definition
    if (kind === 'mutation' && identity.refuseChanges(context.viewer) !== null) return undefined
    const answered = await answerOperation(operation, context)
    context.note({ operation: name?.value, kind })
    return isRefusal(answered) ? { contentType, ...writeRefusal(answered, accept) } : { ...USUAL_HEAD, contentType, text: writeAnswer(answered) }
  }
  return {
    answer,
    learn(accept = '', contentType) {
      if (accept.length <= LONGEST_REMEMBERED) contentTypes.set(accept, contentType)
    },
  }
}

interface AskedOperation {
  readonly source: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

const USUAL_HEAD = { status: 200, headers: {} }

const USUAL = new Set(['query', 'operationName', 'variables'])

function askedIn(body: unknown): AskedOperation | undefined {
  if (!isRecord(body)) return undefined
  for (const key in body) if (!USUAL.has(key)) return undefined
  const { query, operationName, variables } = body
  if (typeof query !== 'string' || !(variables == null || isRecord(variables))) return undefined
  if (!(operationName == null || typeof operationName === 'string')) return undefined
  return { source: query, operationName: operationName ?? undefined, variables: variables ?? {} }
}
