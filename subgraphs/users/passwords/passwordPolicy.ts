import { fail, ok, type Result } from '@agora/errors/result.ts'

/** Why a password is not taken. */
export type PasswordFault = 'too-short' | 'too-long' | 'guessable'

/** Bounds in characters. Length protects better than rules of composition (NIST SP 800-63B §3.1.1), so there are none of those. */
export const PASSWORD_BOUNDS = { min: 12, max: 128 } as const

const MIN_DISTINCT = 5
const MIN_UNGUESSED = 6
const MIN_WORD = 4
/** What guessers try first, alone or with something before or behind it. */
const FIRST_GUESSES = [
  'password',
  'passwort',
  'passw0rd',
  'letmein',
  'welcome',
  'iloveyou',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'zxcvbnm',
  'administrator',
  'admin',
  'superman',
  'football',
  'baseball',
  'princess',
  'sunshine',
  'dragon',
  'monkey',
  'abc123',
  'agora',
  'secret',
  'changeme',
]

/** The form in which a password is hashed: typed on another keyboard, it is the same (NIST SP 800-63B §3.1.1.2). */
export const composePassword = (password: string): string => password.normalize('NFKC')

/**
 * Judges a new password for an account.
 * @param known what an acquaintance could guess it from: address and name
 * @returns the form to hash
 */
export function judgePassword(password: string, known: readonly string[]): Result<string, PasswordFault> {
  const composed = composePassword(password.slice(0, PASSWORD_BOUNDS.max * 4))
  const letters = Array.from(composed)
  if (letters.length < PASSWORD_BOUNDS.min) return fail('too-short')
  if (letters.length > PASSWORD_BOUNDS.max || composed.length < password.normalize('NFKC').length) return fail('too-long')
  const distinct = new Set(letters).size
  return distinct < MIN_DISTINCT || isSequence(letters) || unguessedLength(composed, known) < MIN_UNGUESSED ? fail('guessable') : ok(composed)
}

/** How many characters are left when every guessable piece is taken out. */
function unguessedLength(password: string, known: readonly string[]): number {
  const words = known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= MIN_WORD)
  const pieces = [...words, ...FIRST_GUESSES].sort((a, b) => b.length - a.length)
  return Array.from(pieces.reduce((rest, piece) => rest.replaceAll(piece, ''), password.toLowerCase())).length
}

function isSequence(letters: readonly string[]): boolean {
  const codes = letters.map((letter) => letter.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)))
  return steps.size === 1
}
