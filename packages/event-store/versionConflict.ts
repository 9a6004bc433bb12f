import { constraintOf, sqlState, sqlStateOf } from '@agora/database/transaction.ts'

/** Somebody else wrote the next version first. The transaction is lost; load the stream again and decide anew. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict'
  /** The stream that has moved on, where it is known. */
  readonly stream: string | undefined

  constructor(stream: string | undefined, cause?: unknown) {
    super(`${stream ?? 'A stream'} is not at the expected version`, { cause })
    this.stream = stream
  }
}

/** How PostgreSQL says that a version exists already, and that the one before it does not. */
const FENCES: Readonly<Record<string, { readonly constraint: string; readonly stream: RegExp }>> = {
  [sqlState.uniqueViolation]: { constraint: 'events_pkey', stream: /\)=\((.+), \d+\)/ },
  [sqlState.checkViolation]: { constraint: 'events_version_check', stream: /\((.+?), 0, / },
}

/** Turns the breach of a fence between writers into a VersionConflict; every other error stays as it is. */
export function conflictOf(error: unknown): unknown {
  const fence = FENCES[sqlStateOf(error) ?? '']
  if (fence === undefined || constraintOf(error) !== fence.constraint) return error
  const detail = error instanceof Error && 'detail' in error ? error.detail : undefined
  return new VersionConflict(typeof detail === 'string' ? fence.stream.exec(detail)?.[1] : undefined, error)
}
