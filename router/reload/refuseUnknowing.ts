import type { OpenIdentity } from '../identity/openIdentity.ts'

type Access = Pick<OpenIdentity, 'keys' | 'issuerKeys' | 'revocations'>

/**
 * Why a generation that knows less of viewers than the one that serves must not take its place: one sentence, or null. At the start what is missing may
 * come later; here it would turn away viewers who are served now.
 */
export function refuseUnknowing(serving: Access, next: Access): string | null {
  if (isMissing(next.keys) && !isMissing(serving.keys)) return 'The keys of access tokens could not be loaded with the new settings.'
  const missing = [...next.issuerKeys].find(([issuer, keys]) => isMissing(keys) && isLoaded(serving.issuerKeys.get(issuer)))
  if (missing !== undefined) return `The keys of the issuer ${missing[0]} could not be loaded with the new settings.`
  const knows = serving.revocations === null || serving.revocations.freshness() !== 'never'
  if (next.revocations?.freshness() === 'never' && knows) return 'The list of ended sessions could not be loaded with the new settings.'
  return null
}

function isMissing(keys: Access['keys']): boolean {
  return keys !== null && keys.document() === null
}

function isLoaded(keys: Access['keys'] | undefined): boolean {
  return keys != null && keys.document() !== null
}
