import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { SettledRequest } from '../trustedDocuments/settleDocument.ts'

/** Whether several operations may come in one request, and how many. */
export interface Batching {
  readonly enabled: boolean
  readonly max: number
}

/** The operations of a request whose body is a list. */
export function readBatch(body: readonly unknown[], { enabled, max }: Batching): Result<readonly unknown[], GraphQLError> {
  if (!enabled) return fail(codedError('BATCHING_LIMIT', 'A request holds one operation; an array of them is not read.'))
  if (body.length > max) return fail(codedError('BATCHING_LIMIT', `A request holds at most ${max} operations.`, { limit: max }))
  return body.length === 0 ? fail(codedError('BAD_REQUEST', 'A batch holds at least one operation.')) : ok(body)
}

/** What becomes of each operation of a batch. */
export interface BatchSteps {
  /** Settles the document of one entry within the limits, or refuses it. Asked for each before any is answered, in order. */
  readonly admit: (entry: unknown, index: number) => Promise<Result<SettledRequest, GraphQLError>>
  /** Whether a document might change anything. */
  readonly mayChange: (source: string) => boolean
  /** The answer to one entry, as JSON. */
  readonly answer: (request: SettledRequest, index: number) => Promise<string>
  /** A refusal as JSON. */
  readonly refusal: (error: GraphQLError) => string
}

/** What a batch is answered with. */
export interface BatchAnswer {
  /** A list of answers as JSON, each as it would be alone, in the order of the operations. */
  readonly text: string
  /** The longest wait that a refusal names; null where none does. */
  readonly retryAfterSeconds: number | null
}

/**
 * Answers each operation as if it had come alone. All at once where all only read; one after another where any might change something, for a client that
 * writes a list expects what stands first to have happened first. What is refused stops nobody else.
 */
export async function answerBatch(entries: readonly unknown[], { admit, mayChange, answer, refusal }: BatchSteps): Promise<BatchAnswer> {
  const admitted: Result<SettledRequest, GraphQLError>[] = []
  for (const [index, entry] of entries.entries()) admitted.push(await admit(entry, index))
  const say = async (one: (typeof admitted)[number], index: number): Promise<string> => (one.ok ? answer(one.value, index) : refusal(one.error))
  const texts = admitted.some((one) => one.ok && one.value.source !== undefined && mayChange(one.value.source))
    ? await inSeries(admitted, say)
    : await Promise.all(admitted.map(say))
  const waits = admitted.map((one) => (one.ok ? undefined : one.error.extensions['retryAfterSeconds'])).filter((wait) => typeof wait === 'number')
  return { text: `[${texts.join(',')}]`, retryAfterSeconds: waits.length === 0 ? null : Math.max(...waits) }
}

async function inSeries<Item>(items: readonly Item[], say: (item: Item, index: number) => Promise<string>): Promise<string[]> {
  const texts: string[] = []
  for (const [index, item] of items.entries()) texts.push(await say(item, index))
  return texts
}
