import type { Batch } from './bus.ts'
import { conclude, holdParked, type ParkedLetter, type Redriven } from './deadLetters.ts'
import { decodeMessage, type Decoded } from './decodeMessage.ts'
import { advance, receive } from './inbox.ts'
import { Interrupted, loggerOf, outlastOutages, placeAfter, type Processing } from './processing.ts'

type Request = Extract<Decoded, { readonly kind: 'event' }>

/** Whether a type of event asks a consumer to try a message again. */
export const isRedriveRequest = (type: string): boolean => type === 'deadLetter.redriveRequested'

/**
 * Tries a parked message again because a person asked for it: the effect, the mark and `deadLetter.resolved` in one transaction. A failure is written
 * down as parked anew. Requests for other consumers are passed by, and so is one for a letter that has been resolved.
 */
export async function redrive(processing: Processing, batch: Batch, request: Request): Promise<void> {
  const { consumer, store, logger, metrics } = processing
  const { deadLetterId, consumer: wanted } = request.event.data as { readonly deadLetterId: string; readonly consumer: string }
  if (wanted !== consumer) return
  const { metadata, id } = request.event
  const cause = { ...metadata, causationId: id, actor: consumer }
  const attempt = (failure?: string): Promise<boolean> =>
    outlastOutages(processing, batch, async (client) => {
      const fresh = await receive(client, consumer, [request.event])
      const letter = fresh.size === 0 ? undefined : await holdParked(client, store, deadLetterId)
      if (letter !== undefined) {
        const result: Redriven = failure === undefined ? { ok: true } : { ok: false, error: failure, attempts: 1 }
        if (result.ok) await handleParked(processing, letter, client)
        await conclude(client, store, { letter, result, metadata: cause })
      }
      await advance(client, placeAfter(processing, request.message))
      return letter !== undefined
    })
  try {
    if (await attempt()) metrics?.count(consumer, request.event.type, 'processed')
  } catch (error) {
    if (error instanceof Interrupted) throw error
    loggerOf(logger, request.event).warn({ err: error, deadLetterId }, 'A parked message could not be handled again')
    await attempt(error instanceof Error ? error.message : String(error))
    metrics?.count(consumer, request.event.type, 'parked')
  }
  processing.wake()
}

/** The effect of a parked message, without its own mark: that was made when it was parked. Its age is no fault now, because somebody has looked at it. */
async function handleParked(processing: Processing, letter: ParkedLetter, client: Parameters<typeof receive>[0]): Promise<void> {
  const { topic, message } = letter.data
  const incoming = { topic, partition: -1, offset: '0', key: '', value: message, createdAt: processing.clock() }
  const handles = (type: string): boolean => processing.handlerOf(type) !== undefined
  const decoded = decodeMessage(incoming, { catalogue: processing.store.catalogue, handles, now: null })
  if (decoded.kind === 'skip') return
  if (decoded.kind === 'broken') throw new Error(decoded.error)
  const { event } = decoded
  await processing.handlerOf(event.type)?.(client, event, { topic, partition: -1, watermark: null, logger: loggerOf(processing.logger, event) })
}
