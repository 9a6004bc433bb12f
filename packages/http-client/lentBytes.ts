/** Bytes of somebody else's memory, from `start` up to `end`. They may be read only until the function that was given them returns: others come into the same place. */
export interface LentBytes {
  readonly memory: Buffer
  readonly start: number
  readonly end: number
}

/** The text that they make, in UTF-8. */
export function textOf({ memory, start, end }: LentBytes): string {
  return memory.toString('utf8', start, end)
}

/** A copy to keep. */
export function copyOf({ memory, start, end }: LentBytes): Buffer {
  return Buffer.from(memory.subarray(start, end))
}
