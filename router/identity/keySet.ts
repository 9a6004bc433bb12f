import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { parseJson } from '../operation/parseJson.ts'

/** Where public keys come from. Answers a sentence when they could not be had. */
export type LoadKeys = () => Promise<Result<JSONWebKeySet, string>>

/** The public keys that access tokens are verified with. */
export interface KeySet {
  /** Finds the key of a token for jose. Throws KeysUnavailable while no keys were ever loaded, and jose's own errors when none fits. */
  readonly find: JWTVerifyGetKey
  /** The public keys as a JSON Web Key Set; null before they were loaded. */
  document(): JSONWebKeySet | null
  /** Called whenever the keys have changed. */
  onChange(listener: () => void): void
  /** Loads the keys now; answers whether there are any. */
  refresh(): Promise<boolean>
  /** Stops loading them again. */
  stop(): void
}

/** No key was ever loaded, so nothing can be said about any token. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** How often keys are loaded. */
export interface KeySetOptions {
  readonly load: LoadKeys
  readonly logger: Logger
  /** Between two loads that unknown key ids cause, in milliseconds: an attacker chooses key ids, so they must not choose our traffic. */
  readonly atMostEveryMs: number
  /** Between two loads without a cause, in milliseconds; so a withdrawn key is forgotten. Null where nothing changes unasked. */
  readonly atLeastEveryMs: number | null
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

const publicKey = z.looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']), kid: z.string().optional() })
const keySetShape = z.object({ keys: z.array(publicKey).max(100) })
const PRIVATE_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])

/** Reads a JWKS text and keeps only asymmetric keys and of those only the public members. */
export function readKeySet(text: string): Result<JSONWebKeySet, string> {
  const json = parseJson(text)
  const checked = keySetShape.safeParse(json.ok ? json.value : undefined)
  if (!checked.success) return fail('it is not a JSON Web Key Set of asymmetric keys')
  const strip = (key: object): object => Object.fromEntries(Object.entries(key).filter(([member]) => !PRIVATE_MEMBERS.has(member)))
  return ok({ keys: checked.data.keys.map(strip) as JSONWebKeySet['keys'] })
}

/** Keeps a key set current: loaded on demand, again when a token names an unknown key, and now and then. */
export function createKeySet(options: KeySetOptions): KeySet {
  const loader = createLoader(options)
  const find: JWTVerifyGetKey = async (header, token) => {
    if (loader.current() === null && loader.mayLoad()) await loader.load()
    const known = loader.current()
    if (known === null) throw new KeysUnavailable('No token keys were loaded yet')
    try {
      return await known.find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !loader.mayLoad()) throw error
      await loader.load()
      return await (loader.current() ?? known).find(header, token)
    }
  }
  const { atLeastEveryMs } = options
  const timer = atLeastEveryMs === null ? undefined : setInterval(() => void loader.load(), atLeastEveryMs).unref()
  return {
    find,
    document: () => loader.current()?.document ?? null,
    onChange: loader.onChange,
    refresh: loader.load,
    stop: () => clearInterval(timer),
  }
}

interface LoadedKeys {
  readonly document: JSONWebKeySet
  readonly text: string
  readonly find: JWTVerifyGetKey
}

/** Loads once for many who ask at the same time, and keeps what it has when loading fails. */
function createLoader({ load, logger, atMostEveryMs, clock = Date.now }: KeySetOptions) {
  let current: LoadedKeys | null = null
  let triedAt = -Infinity
  let loading: Promise<boolean> | null = null
  const listeners: (() => void)[] = []
  const loadNow = async (): Promise<boolean> => {
    triedAt = clock()
    const loaded = await load()
    if (!loaded.ok) {
      logger.warn({ reason: loaded.error }, 'Token keys were not loaded')
      return current !== null
    }
    const text = JSON.stringify(loaded.value)
    if (text === current?.text) return true
    current = { document: loaded.value, text, find: createLocalJWKSet(loaded.value) }
    for (const listener of listeners) listener()
    return true
  }
  return {
    current: () => current,
    mayLoad: () => loading !== null || clock() - triedAt >= atMostEveryMs,
    load: () => (loading ??= loadNow().finally(() => (loading = null))),
    onChange: (listener: () => void) => void listeners.push(listener),
  }
}
