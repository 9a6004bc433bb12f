import { fail, ok, type Result } from '@agora/errors/result.ts'
import { eventId, type StoredEvent } from '@agora/event-store/event.ts'

/** An event on its way, as CloudEvents 1.0 in structured JSON carries it. `data` has the shape of `schemaVersion`. */
export interface Envelope extends StoredEvent {
  /** The domain that published it. */
  readonly source: string
  readonly schemaVersion: number
}

/** Why a message is no envelope of ours. `attribute` is the CloudEvents name of what is missing or malformed. */
export type EnvelopeFault =
  | { readonly code: 'TOO_LARGE' | 'NOT_JSON' | 'NOT_AN_OBJECT' | 'UNSUPPORTED_SPECVERSION' | 'ID_CONTRADICTS_SEQUENCE' | 'SCHEMA_CONTRADICTS_TYPE' }
  | { readonly code: 'MISSING' | 'MALFORMED'; readonly attribute: string }

/** No message is longer, in UTF-16 units. */
export const MAX_ENVELOPE_LENGTH = 256 * 1024

const SOURCE = /^\/agora\/([a-z][a-z0-9-]{0,31})$/
const SCHEMA = /^agora:([A-Za-z0-9.]{1,100})\/([1-9]\d{0,3})$/
/** The timestamps of RFC 3339 that we write: UTC, with or without a fraction. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
const word = (length: number): RegExp => new RegExp(`^[\\x21-\\x7e]{1,${length}}$`)

/** What each attribute must look like; all of them are text, as CloudEvents asks. */
const ATTRIBUTES = {
  id: word(100),
  source: SOURCE,
  type: /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)+$/,
  subject: word(64),
  time: TIME,
  datacontenttype: /^application\/json$/,
  dataschema: SCHEMA,
  sequence: /^[1-9]\d{0,9}$/,
  correlationid: word(128),
  actor: word(128),
} as const
const CAUSATION = word(128)

type Attributes = Record<keyof typeof ATTRIBUTES, string>

/** Writes an event of today's shape. */
export function writeEnvelope(event: StoredEvent, { source, schemaVersion }: Pick<Envelope, 'source' | 'schemaVersion'>): string {
  const { correlationId, causationId, actor } = event.metadata
  return JSON.stringify({
    specversion: '1.0',
    id: event.id,
    source: `/agora/${source}`,
    type: event.type,
    subject: event.stream,
    time: event.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    dataschema: `agora:${event.type}/${schemaVersion}`,
    sequence: String(event.version),
    correlationid: correlationId,
    ...(causationId === null ? {} : { causationid: causationId }),
    actor,
    data: event.data,
  })
}

/** Reads what came over the bus. Extensions that we do not know are ignored; everything else must be exactly so. */
export function parseEnvelope(text: string): Result<Envelope, EnvelopeFault> {
  if (text.length > MAX_ENVELOPE_LENGTH) return fail({ code: 'TOO_LARGE' })
  const parsed = parseObject(text)
  if (!parsed.ok) return parsed
  const given = parsed.value
  if (given['specversion'] !== '1.0') return fail({ code: 'UNSUPPORTED_SPECVERSION' })
  const fault = attributeFault(given)
  if (fault !== undefined) return fail(fault)
  return readAttributes(given as Attributes & Record<string, unknown>)
}

function parseObject(text: string): Result<Record<string, unknown>, EnvelopeFault> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail({ code: 'NOT_JSON' })
  }
  return isObject(value) ? ok(value) : fail({ code: 'NOT_AN_OBJECT' })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function attributeFault(given: Record<string, unknown>): EnvelopeFault | undefined {
  for (const [attribute, form] of Object.entries(ATTRIBUTES)) {
    const value = given[attribute]
    if (value === undefined) return { code: 'MISSING', attribute }
    if (typeof value !== 'string' || !form.test(value)) return { code: 'MALFORMED', attribute }
  }
  const cause = given['causationid']
  if (cause !== undefined && (typeof cause !== 'string' || !CAUSATION.test(cause))) return { code: 'MALFORMED', attribute: 'causationid' }
  if (given['data'] === undefined) return { code: 'MISSING', attribute: 'data' }
  if (!isObject(given['data'])) return { code: 'MALFORMED', attribute: 'data' }
  return undefined
}

function readAttributes(given: Attributes & Record<string, unknown>): Result<Envelope, EnvelopeFault> {
  const [, schemaType, schemaVersion] = SCHEMA.exec(given.dataschema) ?? []
  const occurredAt = new Date(given.time)
  if (Number.isNaN(occurredAt.getTime())) return fail({ code: 'MALFORMED', attribute: 'time' })
  if (schemaType !== given.type) return fail({ code: 'SCHEMA_CONTRADICTS_TYPE' })
  if (given.id !== eventId(given.subject, Number(given.sequence))) return fail({ code: 'ID_CONTRADICTS_SEQUENCE' })
  return ok({
    id: given.id,
    stream: given.subject,
    version: Number(given.sequence),
    type: given.type,
    schemaVersion: Number(schemaVersion),
    data: given['data'],
    metadata: { correlationId: given.correlationid, causationId: (given['causationid'] as string | undefined) ?? null, actor: given.actor },
    occurredAt,
    source: SOURCE.exec(given.source)?.[1] ?? '',
  })
}
