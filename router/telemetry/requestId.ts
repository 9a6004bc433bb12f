import { randomUUID } from 'node:crypto'

const VALID = /^[A-Za-z0-9_-]{8,64}$/

/** The caller's `x-request-id` when it is harmless in a log line, else a new one. */
export function requestIdOf(given: string | undefined, create: () => string = randomUUID): string {
  return given !== undefined && VALID.test(given) ? given : create()
}
