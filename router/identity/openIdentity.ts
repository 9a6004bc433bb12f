import type { Logger } from '@agora/logger/logger.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { createTokenVerifier } from './accessTokens.ts'
import { createIdentity, type Identity } from './identify.ts'
import { createKeySet, type KeySet } from './keySet.ts'
import { keysFromAuthority, keysFromFile, keysFromUrl } from './keySources.ts'
import { followRevocations, type Revocations } from './revocations.ts'

/** How the router tells viewers apart, with all that has to be kept current for it. */
export interface OpenIdentity {
  readonly identity: Identity
  readonly keys: KeySet | null
  readonly revocations: Revocations | null
  stop(): void
}

/** What it is opened with. */
export interface OpenIdentityOptions {
  readonly config: Pick<RouterConfig, 'identity' | 'authorization' | 'clients'>
  /** A file or an address; it wins over the authority's keys. */
  readonly jwks: string | undefined
  /** The internal port of the subgraph that issues tokens. */
  readonly authority: Caller | undefined
  readonly logger: Logger
}

const MINUTE_MS = 60_000

/** Loads keys and the list of ended sessions as far as they can be had now; what is missing is tried again. */
export async function openIdentity({ config, jwks, authority, logger }: OpenIdentityOptions): Promise<OpenIdentity> {
  const keys = openKeys(jwks, authority, logger)
  const revocations = authority === undefined ? null : followRevocations({ caller: authority, logger })
  await Promise.all([keys?.refresh(), revocations?.poll()])
  const { issuer, audience, tokenType, leewaySeconds } = config.identity
  const { scopesClaim, policiesClaim } = config.authorization
  const rules = { issuer, audience, tokenType, leewaySeconds, scopesClaim, policiesClaim, clientClaim: config.clients.claim }
  const verify = keys === null ? null : createTokenVerifier(keys, rules)
  return {
    identity: createIdentity({ verify, revocations }),
    keys,
    revocations,
    stop() {
      keys?.stop()
      revocations?.stop()
    },
  }
}

function openKeys(jwks: string | undefined, authority: Caller | undefined, logger: Logger): KeySet | null {
  if (jwks !== undefined && /^https?:\/\//.test(jwks))
    return createKeySet({ load: keysFromUrl(jwks), logger, atMostEveryMs: 10_000, atLeastEveryMs: 10 * MINUTE_MS })
  if (jwks !== undefined) return createKeySet({ load: keysFromFile(jwks), logger, atMostEveryMs: 1000, atLeastEveryMs: null })
  if (authority !== undefined) return createKeySet({ load: keysFromAuthority(authority), logger, atMostEveryMs: 1000, atLeastEveryMs: MINUTE_MS })
  return null
}
