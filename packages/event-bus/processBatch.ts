import { sqlState, sqlStateOf, type Queryable } from '@agora/database/transaction.ts'

import type { Batch } from './bus.ts'
import { decodeMessage, type Decoded } from './decodeMessage.ts'
import { UnprocessableEvent, type BusEvent } from './handlers.ts'
import { advance, keepInbox, receive, watermarkOf } from './inbox.ts'
import { parkMessage } from './parkMessage.ts'
import { loggerOf, Interrupted, outlastOutages, pause, placeAfter, type Processing } from './processing.ts'
import { isRedriveRequest, redrive } from './redrive.ts'
import { retryDelay } from './retry.ts'

type Live = Extract<Decoded, { readonly kind: 'event' }>

/**
 * Has the effects of a batch. All in one transaction when that goes well; else message by message, so that the one at fault is found, tried again and
 * parked, and nothing else suffers. Rejects when it was interrupted: what is not committed comes again.
 */
export async function processBatch(processing: Processing, batch: Batch): Promise<void> {
  const decoding = {
    catalogue: processing.store.catalogue,
    handles: (type: string): boolean => isRedriveRequest(type) || processing.handlerOf(type) !== undefined,
    now: processing.clock(),
  }
  const decoded = batch.messages.map((message) => decodeMessage(message, decoding))
  const relevant = decoded.filter((one) => one.kind !== 'skip')
  processing.metrics?.skipped(processing.consumer, decoded.length - relevant.length)
  if (relevant.every(isPlain) && (await tryTogether(processing, batch, relevant))) return
  for (const one of relevant) await processOne(processing, batch, one)
}

const isPlain = (one: Decoded): one is Live => one.kind === 'event' && !isRedriveRequest(one.event.type)

async function tryTogether(processing: Processing, batch: Batch, all: readonly Live[]): Promise<boolean> {
  if (all.length === 0) return true
  try {
    const fresh = await outlastOutages(processing, batch, (client) => haveEffects(processing, client, all))
    for (const { event } of all) settled(processing, event, fresh.delete(event.id) ? 'processed' : 'duplicate')
    return true
  } catch (error) {
    if (error instanceof Interrupted) throw error
    if (sqlStateOf(error) === sqlState.checkViolation) await keepInbox(processing.pool, processing.clock())
    return false
  }
}

/** Marks events as done, has the effect of those that were not, and moves the consumer's place behind them. Answers the ids of those. */
async function haveEffects(processing: Processing, client: Queryable, all: readonly Live[]): Promise<Set<string>> {
  const [first, last] = [all[0], all.at(-1)]
  if (first === undefined || last === undefined) return new Set()
  const { topic, partition } = first.message
  const events = all.map(({ event }) => event)
  const fresh = await receive(client, processing.consumer, events)
  const due = new Set(fresh)
  let watermark = await watermarkOf(client, placeAfter(processing, first.message))
  for (const event of events) {
    // An event that stands twice in a batch is due once.
    if (due.delete(event.id)) {
      const context = { topic, partition, watermark, logger: loggerOf(processing.logger, event) }
      await processing.handlerOf(event.type)?.(client, event, context)
    }
    if (watermark === null || event.occurredAt > watermark) watermark = event.occurredAt
  }
  await advance(client, placeAfter(processing, last.message), watermark)
  return fresh
}

async function processOne(processing: Processing, batch: Batch, one: Exclude<Decoded, { kind: 'skip' }>): Promise<void> {
  if (one.kind === 'broken') return parkMessage(processing, batch, { ...one, attempts: 1 })
  if (isRedriveRequest(one.event.type)) return redrive(processing, batch, one)
  for (let attempt = 1; ; attempt += 1) {
    try {
      const fresh = await outlastOutages(processing, batch, (client) => haveEffects(processing, client, [one]))
      return settled(processing, one.event, fresh.size > 0 ? 'processed' : 'duplicate')
    } catch (error) {
      if (error instanceof Interrupted) throw error
      const reason = error instanceof Error ? error.message : String(error)
      loggerOf(processing.logger, one.event).warn({ err: error, attempt }, 'An event could not be handled')
      if (attempt >= processing.attempts || error instanceof UnprocessableEvent)
        return parkMessage(processing, batch, { message: one.message, event: one.event, error: reason, attempts: attempt })
      await pause(retryDelay(attempt, processing.backoff), processing, batch)
    }
  }
}

/** What the request that an event came from has led to here is found in the log by its id, as in every service. */
function settled({ metrics, consumer, logger }: Processing, { id, type, metadata }: BusEvent, outcome: 'processed' | 'duplicate'): void {
  metrics?.count(consumer, type, outcome)
  if (outcome === 'processed') logger.info({ eventId: id, correlationId: metadata.correlationId, type }, 'Handled an event')
}
