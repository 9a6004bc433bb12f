import type { Case } from './cases.ts'

/** What came back; null where the connection broke. */
export type Answered = { readonly status: number; readonly text: string } | null

/**
 * `right`: the whole answer. `partial`: what is there is right, what is missing is told, and a subgraph was failing. `unknown`: the schema of the
 * moment does not have it. `failed`: no answer, or a fault without a cause. `wrong`: anything else, which must never be.
 */
export type Verdict = 'right' | 'partial' | 'unknown' | 'failed' | 'wrong'

/** Codes of a subgraph that cannot be reached, or that made no sense and is masked. */
const TOLD = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])

interface Said {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
}

/** Judges an answer. `isTroubled`: a subgraph was failing, or had been a moment ago. */
export function judge(asked: Case, answered: Answered, isTroubled: boolean): Verdict {
  if (answered === null) return 'failed'
  const { data, errors = [] } = read(answered.text)
  const codes = errors.map(({ extensions }) => extensions?.code ?? '')
  if (asked.comesAndGoes === true && answered.status === 400 && codes.every((code) => code === 'GRAPHQL_VALIDATION_FAILED')) return 'unknown'
  if (errors.length === 0) return answered.status === 200 && JSON.stringify(data) === JSON.stringify(asked.data) ? 'right' : 'wrong'
  if (!isPartOf(data, asked.data)) return 'wrong'
  return isTroubled && codes.every((code) => TOLD.has(code)) ? 'partial' : 'failed'
}

function read(text: string): Said {
  try {
    return JSON.parse(text) as Said
  } catch {
    return {}
  }
}

/** Whether a value is the expected one but for what is null. */
function isPartOf(value: unknown, expected: unknown): boolean {
  if (value === null || value === undefined) return true
  if (typeof value !== 'object' || typeof expected !== 'object' || expected === null) return value === expected
  const [keys, wanted] = [Object.keys(value), Object.keys(expected)]
  if (keys.length !== wanted.length || Array.isArray(value) !== Array.isArray(expected)) return false
  return keys.every((key) => Object.hasOwn(expected, key) && isPartOf(value[key as never], expected[key as never]))
}
