import type { ApolloServerPlugin } from '@apollo/server'

import { codedError } from '@agora/errors/graphqlError.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { createBoundedMap } from '@agora/security/boundedMap.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { withStatus } from '../extensions/refusal.ts'
import type { Lasting } from '../reload/lasting.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { isStrict } from './judgeDocument.ts'
import { openListedDocuments } from './openListedDocuments.ts'
import { sha256 } from './readManifest.ts'
import { createRegisteredQueries, type RegisteredQueries } from './registeredQueries.ts'
import { createSettleDocument, type ObserveDocument, type SettleDocument } from './settleDocument.ts'
import { withoutLiterals } from './withoutLiterals.ts'

/** Which documents are answered, and how else than by their texts they may be named. */
export interface TrustedDocuments {
  readonly settle: SettleDocument
  /** Where Apollo Server keeps what clients register; null where nothing may be registered. */
  readonly registered: RegisteredQueries | null
  /** Refuses again, before anything is planned, what is not listed; null where everything is answered. */
  readonly guard: ApolloServerPlugin<RequestContext> | null
  /** Whether only listed documents are answered, so that there is nothing to explore. */
  readonly isStrict: boolean
}

/** What they are opened with. */
export interface TrustedDocumentsOptions {
  readonly config: Pick<RouterConfig, 'trustedDocuments' | 'persistedQueries' | 'limits'>
  readonly lasting: Lasting
  readonly metrics: Metrics
  readonly logger: Logger
}

/** Reads the manifests. Throws a sentence when one cannot be used. */
export function openTrustedDocuments({ config, lasting, metrics, logger }: TrustedDocumentsOptions): TrustedDocuments {
  const { mode } = config.trustedDocuments
  const listed = openListedDocuments(config.trustedDocuments)
  if (!listed.ok) throw new Error(listed.error)
  const strict = isStrict(mode)
  const { enabled, entries, bytes } = config.persistedQueries
  // Clients need not register again after a reload, unless what was registered would be judged by other limits now.
  const settings = { entries, bytes, limits: config.limits }
  const registered =
    strict || !enabled ? null : lasting.keep('registeredQueries', settings, { make: () => createRegisteredQueries({ entries, bytes }) })
  const known = { mode, listed: listed.value, registered: (hash: string) => registered?.find(hash) }
  const observe = listed.value === null ? null : createObserver(metrics, mode === 'log' ? logger : null)
  return {
    settle: createSettleDocument(known, observe),
    registered,
    guard: strict && listed.value !== null ? refuseUnlisted(listed.value.holds) : null,
    isStrict: strict,
  }
}

const REMEMBERED = 1000

/** Counts, and where there is a logger tells of each text that is not listed, once while it is remembered. */
function createObserver(metrics: Metrics, logger: Logger | null): ObserveDocument {
  const total = metrics.counter('router_documents_total', 'Requests by what became of their documents.', ['outcome'])
  const told = createBoundedMap<string, true>(REMEMBERED)
  return (outcome, source) => {
    total.inc({ outcome })
    if (logger === null || outcome !== 'unlisted' || source === undefined) return
    const documentHash = sha256(source)
    if (told.get(documentHash) === true) return
    told.set(documentHash, true)
    logger.warn({ documentHash, document: withoutLiterals(source) }, 'A document that is not listed was answered')
  }
}

/** The door has settled it already; this is for the day when there is another way in. */
function refuseUnlisted(holds: (source: string) => boolean): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source }) => {
        if (!holds(source)) throw withStatus(codedError('QUERY_NOT_IN_SAFELIST', 'The document is not one of those that are answered here.'))
      },
    }),
  }
}
