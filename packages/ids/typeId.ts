import { TypeID } from 'typeid-js'

/** What an id is of, by its prefix. The prefix of a Node type decides which subgraph is asked for it. */
export const prefixes = {
  User: 'usr',
  Guest: 'gst',
  Session: 'ses',
  Address: 'adr',
  Product: 'prd',
  Variant: 'var',
  Category: 'cat',
  Location: 'loc',
  Movement: 'mov',
  Media: 'med',
  Cart: 'crt',
  CartLine: 'cln',
  Audit: 'aud',
  Order: 'ord',
  OrderLine: 'oln',
  OrderContact: 'oct',
  OrderNote: 'ont',
  OrderReason: 'rsn',
  Fulfilment: 'ful',
  Shipment: 'shp',
  Refund: 'rfd',
  TaxRate: 'txr',
  ShippingMethod: 'shm',
  Payment: 'pay',
  Notification: 'ntf',
  DeadLetter: 'dlq',
} as const

/** A kind of thing that has TypeIDs. */
export type Kind = keyof typeof prefixes

/** The text of an id of this kind, such as `prd_01h455vb4pex5vsknk084sn02q`. */
export type Id<K extends Kind> = `${(typeof prefixes)[K]}_${string}`

/** A new id: a UUIDv7 behind its prefix, so ids of one kind sort by birth. */
export function newId<K extends Kind>(kind: K): Id<K> {
  return new TypeID(prefixes[kind]).toString() as Id<K>
}

/** The same id for the same UUID; for seeds and for rows keyed by UUID. */
export function idFromUuid<K extends Kind>(kind: K, uuid: string): Id<K> {
  return TypeID.fromUUID(prefixes[kind], uuid).toString() as Id<K>
}

const SUFFIX = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

/** Whether a client's text is a well-formed id of this kind. Says nothing about whether such a thing exists. */
export function isId<K extends Kind>(kind: K, text: string): text is Id<K> {
  const prefix = prefixes[kind]
  return text.length === prefix.length + 27 && text.startsWith(prefix) && text[prefix.length] === '_' && SUFFIX.test(text.slice(prefix.length + 1))
}
