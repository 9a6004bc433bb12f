/** The partition that a key belongs to: FNV-1a over its UTF-8 bytes. Must never change while messages lie in a bus: a key would change its partition. */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0) % partitions
}
