import type { ExecutionResult } from 'graphql'

interface Written {
  text: string | undefined
  bytes: Buffer | undefined
}

/** Of which answers the text is kept. */
const written = new WeakMap<ExecutionResult, Written>()

/** Up to here a text goes out in one piece with the headers; a longer one is turned into bytes once for all. */
const LONGEST_TEXT = 8192

/** Says that an answer will be sent several times: it is written down once. Nobody may change it any more. */
export function writeOnce(answer: ExecutionResult): void {
  written.set(answer, { text: undefined, bytes: undefined })
}

/** An answer as it is sent. */
export function writeAnswer(answer: ExecutionResult): string | Buffer {
  const kept = written.get(answer)
  if (kept === undefined) return textOf(answer)
  if (kept.bytes !== undefined) return kept.bytes
  const text = (kept.text ??= textOf(answer))
  if (text.length <= LONGEST_TEXT) return text
  kept.text = undefined
  return (kept.bytes = Buffer.from(text))
}

function textOf({ errors, data, extensions }: ExecutionResult): string {
  return JSON.stringify({ errors, data, extensions })
}
