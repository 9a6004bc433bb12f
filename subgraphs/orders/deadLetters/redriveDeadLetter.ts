import { z } from 'zod'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { requestRedrive } from '@agora/event-bus/deadLetters.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'

import type { Commerce } from '../commerce.ts'
import { idOf } from '../staffChanges/inputFields.ts'
import { readStaffInput, refusal, type Refusal } from '../staffChanges/refusal.ts'
import type { DeadLetter } from './deadLetter.ts'
import { readDeadLetters } from './deadLetterReads.ts'

/** Why a message is not tried again; the enum `RedriveErrorCode` of the graph. */
export type RedriveErrorCode = 'INVALID_INPUT' | 'NOT_FOUND' | 'ALREADY_RESOLVED'

const redriving = z.object({ id: idOf('DeadLetter', 'dead letter') })

/**
 * Asks a letter's consumer to try it again. Asking twice does no harm: the consumer holds the letter while it tries, and passes by what is resolved.
 */
export async function redriveDeadLetter(
  { pool, clock, store, wake }: Commerce,
  input: unknown,
  metadata: EventMetadata,
): Promise<Result<DeadLetter, readonly Refusal<RedriveErrorCode>[]>> {
  const given = readStaffInput(redriving, input)
  if (!given.ok) return given
  const asked = await inTransaction(pool, async (client) => {
    const letter = await lock(client, given.value.id)
    if (letter === null) return fail([refusal('NOT_FOUND' as const, 'There is no such dead letter', 'id')])
    if (letter.status === 'RESOLVED') return fail([refusal('ALREADY_RESOLVED' as const, 'It has been handled', 'id')])
    const { id: deadLetterId, consumer, topic, message } = letter
    await requestRedrive(client, store, { request: { deadLetterId, consumer, topic, message }, metadata })
    const updatedAt = clock()
    await client.query(`update dead_letters set status = 'REDRIVING', updated_at = $2 where id = $1`, [deadLetterId, updatedAt])
    return ok({ ...letter, status: 'REDRIVING' as const, updatedAt })
  })
  if (asked.ok) wake()
  return asked
}

async function lock(client: Queryable, id: string): Promise<DeadLetter | null> {
  await client.query('select from dead_letters where id = $1 for update', [id])
  return (await readDeadLetters(client, [id]))[0] ?? null
}
