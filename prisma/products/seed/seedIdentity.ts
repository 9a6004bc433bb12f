import { digestOf, stableId } from '@agora/ids/stableId.ts'
import type { Id, Kind } from '@agora/ids/typeId.ts'

/** When the shop was set up. Nothing in the seed is older. */
export const openingDay = Date.UTC(2026, 1, 2, 8)

const DAYS = 240
const DAY_MS = 86_400_000

/** When the thing of this key came into the shop: always the same moment of the first 240 days, in milliseconds since 1970. */
export function bornAt(key: string): number {
  const bits = digestOf(`born ${key}`)
  return openingDay + (bits.readUInt32BE(0) % DAYS) * DAY_MS + (bits.readUInt32BE(4) % (10 * 3600)) * 1000
}

/** The id of the thing of this key. */
export const seedId = <K extends Kind>(kind: K, key: string, at: number = openingDay): Id<K> => stableId(kind, key, at)
