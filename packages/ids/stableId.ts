import { createHash } from 'node:crypto'

import { idFromUuid, type Id, type Kind } from './typeId.ts'

/** The first 16 bytes of a key's SHA-256. */
export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest().subarray(0, 16)

/**
 * Always the same id for the same key and moment (milliseconds since 1970): a UUID in the form of version 7 (RFC 9562 §5.7) whose random
 * bits are the key's hash. For seeds; anyone who knows the key knows the id.
 */
export function stableId<K extends Kind>(kind: K, key: string, at: number): Id<K> {
  const bytes = digestOf(`${kind} ${key}`)
  bytes.writeUIntBE(at, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return idFromUuid(kind, [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'))
}
