import type { Logger } from '@agora/logger/logger.ts'

import type { RouterViewer } from '../identity/routerViewer.ts'

/** Decides policies: names that `@policy` gives to questions which no token can answer. */
export interface PolicyService {
  /** Resolves with those of the policies that are true of the viewer. A rejection counts as none. */
  decide(policies: readonly string[], viewer: RouterViewer): Promise<ReadonlySet<string>>
}

/** Of whom which policies are asked. */
export interface PolicyQuestion {
  /** Only those that the operation needs. */
  readonly policies: readonly string[]
  readonly viewer: RouterViewer
  /** Null where nobody decides: then only what the token claims is true, if the config names a claim for that. */
  readonly service: PolicyService | null
  readonly logger: Pick<Logger, 'error'>
}

/** The policies that are true of the viewer. Whatever is not known to be true is false: a service that fails, or says more than it was asked, opens nothing. */
export async function truePolicies({ policies, viewer, service, logger }: PolicyQuestion): Promise<ReadonlySet<string>> {
  const claimed = new Set(viewer.kind === 'anonymous' ? [] : viewer.policies)
  const open = policies.filter((policy) => !claimed.has(policy))
  const decided = service === null || open.length === 0 ? new Set<string>() : await service.decide(open, viewer).catch(noneDecided(logger))
  return new Set(policies.filter((policy) => claimed.has(policy) || decided.has(policy)))
}

function noneDecided(logger: Pick<Logger, 'error'>): (error: unknown) => ReadonlySet<string> {
  return (error) => {
    logger.error({ err: error }, 'Policies could not be decided: all count as false')
    return new Set()
  }
}
