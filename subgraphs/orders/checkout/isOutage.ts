import { sqlStateOf } from '@agora/database/transaction.ts'

// Connection exceptions, insufficient resources, operator intervention (PostgreSQL documentation, appendix A).
const OUTAGES = ['08', '53', '57']
const WORDS = /terminated|timeout|timed out|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|closed|not queryable|ended/i

/** Whether the database could not be reached, rather than refused what it was asked. */
export function isOutage(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state !== undefined) return OUTAGES.includes(state.slice(0, 2))
  return error instanceof Error && WORDS.test(`${error.message} ${'code' in error ? String(error.code) : ''}`)
}
