import { stringify } from 'yaml'

/** Options of the harness of the authorization cases, by the names that their source gives them. */
interface HarnessOptions {
  readonly reject_unauthorized?: boolean
  readonly dry_run?: boolean
  readonly 'errors.response'?: 'errors' | 'extensions' | 'disabled'
  readonly require_authentication?: boolean
  readonly scopes_claim?: string
}

/** The config file, as YAML, that says the same to this router. Its tokens claim policies; nothing else of a case does. */
export function authzConfig(options: string): string {
  const given = (options === '' ? {} : JSON.parse(options)) as HarnessOptions
  return stringify({
    authorization: {
      mode: given.reject_unauthorized === true ? 'reject' : given.dry_run === true ? 'dry-run' : 'filter',
      errors: given['errors.response'] ?? 'errors',
      requireAuthentication: given.require_authentication ?? false,
      scopesClaim: given.scopes_claim ?? 'scope',
      policiesClaim: 'policies',
    },
    rateLimits: { enabled: false },
  })
}
