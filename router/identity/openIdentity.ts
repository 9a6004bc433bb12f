import type { Logger } from '@agora/logger/logger.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import { isAddress, type IssuerConfig } from '../config/issuers.ts'
import type { RouterConfig } from '../config/routerConfig.ts'
import { createTokenVerifier, type TokenRules, type VerifyToken } from './accessTokens.ts'
import { createIdentity, type Identity } from './identify.ts'
import { createKeySet, type KeySet } from './keySet.ts'
import { keysFromAuthority, keysFromFile, keysFromUrl } from './keySources.ts'
import { followRevocations, type Revocations } from './revocations.ts'
import { verifyByIssuer } from './verifyByIssuer.ts'

/** How the router tells viewers apart, with all that has to be kept current for it. */
export interface OpenIdentity {
  readonly identity: Identity
  /** The keys of the single form. */
  readonly keys: KeySet | null
  /** The keys of the further issuers, by their names. */
  readonly issuerKeys: ReadonlyMap<string, KeySet>
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

/**
 * Loads keys and the list of ended sessions as far as they can be had now; what is missing is tried again, and an issuer whose keys are away keeps nobody
 * else's holders out. Rejects with a sentence where it could not be told whose keys are whose.
 */
export async function openIdentity({ config, jwks, authority, logger }: OpenIdentityOptions): Promise<OpenIdentity> {
  const { issuer, audience, tokenType, leewaySeconds, issuers } = config.identity
  const { scopesClaim, policiesClaim } = config.authorization
  const common = { leewaySeconds, scopesClaim, clientClaim: config.clients.claim }
  const hasOwn = jwks !== undefined || authority !== undefined
  if (hasOwn && issuers.length > 0 && issuer === undefined)
    throw new Error('Beside identity.issuers the config must say as identity.issuer whose keys --jwks or the authority has.')
  const keys = openKeys(jwks, authority, logger)
  const others = issuers.map((one) => openIssuer(one, common, logger))
  const revocations = authority === undefined ? null : followRevocations({ caller: authority, logger })
  await Promise.all([keys?.refresh(), revocations?.poll(), ...others.map((other) => other.keys.refresh())])
  const own = keys === null ? null : createTokenVerifier(keys, { ...common, issuer, audience, tokenType, policiesClaim })
  const all = [
    ...(own === null || issuer === undefined ? [] : [[issuer, own] as const]),
    ...others.map((other) => [other.issuer, other.verify] as const),
  ]
  return {
    identity: createIdentity({ verify: others.length === 0 ? own : verifyByIssuer(new Map(all)), revocations }),
    keys,
    issuerKeys: new Map(others.map((other) => [other.issuer, other.keys])),
    revocations,
    stop() {
      keys?.stop()
      revocations?.stop()
      for (const other of others) other.keys.stop()
    },
  }
}

interface OpenIssuer {
  readonly issuer: string
  readonly keys: KeySet
  readonly verify: VerifyToken
}

function openIssuer(config: IssuerConfig, common: Pick<TokenRules, 'leewaySeconds' | 'scopesClaim' | 'clientClaim'>, logger: Logger): OpenIssuer {
  const { issuer, audience, tokenType, policiesClaim, subjectPrefix, roles } = config
  const said = logger.child({ issuer })
  const keys = keysAt(config.jwks, { logger: said, filesEveryMs: MINUTE_MS })
  const scopesClaim = config.scopesClaim ?? common.scopesClaim
  const rules = { ...common, issuer, audience, tokenType, scopesClaim, policiesClaim, foreign: { subjectPrefix, roles } }
  return { issuer, keys, verify: createTokenVerifier(keys, rules) }
}

function openKeys(jwks: string | undefined, authority: Caller | undefined, logger: Logger): KeySet | null {
  if (jwks !== undefined) return keysAt(jwks, { logger, filesEveryMs: null })
  if (authority !== undefined) return createKeySet({ load: keysFromAuthority(authority), logger, atMostEveryMs: 1000, atLeastEveryMs: MINUTE_MS })
  return null
}

/** @param filesEveryMs how often a file is read without cause; null for never. */
function keysAt(jwks: string, { logger, filesEveryMs }: { readonly logger: Logger; readonly filesEveryMs: number | null }): KeySet {
  return isAddress(jwks)
    ? createKeySet({ load: keysFromUrl(jwks), logger, atMostEveryMs: 10_000, atLeastEveryMs: 10 * MINUTE_MS })
    : createKeySet({ load: keysFromFile(jwks), logger, atMostEveryMs: 1000, atLeastEveryMs: filesEveryMs })
}
