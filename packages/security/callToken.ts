import { hash } from 'node:crypto'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { checkCompact, readCompact, signCompact, type TokenFault } from './compactToken.ts'
import type { KeyFolder } from './keyFolder.ts'

/** The header that signs a call to an internal port. */
export const CALL_HEADER = 'x-agora-call'
/** The signed type: an identity is never accepted in the place of a call. */
const CALL_TYPE = 'agora-call'
/** A call is made at once; its token need not outlive a slow start of the connection. */
const LIFE_SECONDS = 30

/** Why a call was not accepted. */
export type CallFault = TokenFault | 'unknown-caller' | 'wrong-request' | 'wrong-body'

/** What a call is bound to. */
export interface CalledRequest {
  readonly method: string
  /** The request target as sent: path and query. */
  readonly path: string
}

/** What is signed. */
export interface CallOptions extends CalledRequest {
  readonly keys: KeyFolder
  /** The name of the calling process. */
  readonly caller: string
  /** The name of the process that is called. */
  readonly audience: string
  readonly body: string | Uint8Array
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** Signs one call: who calls whom, method, path and every byte of the body. */
export function signCall({ keys, caller, audience, method, path, body, clock = Date.now }: CallOptions): string {
  const iat = Math.floor(clock() / 1000)
  const claims = { iss: caller, aud: audience, iat, exp: iat + LIFE_SECONDS, htm: method, htu: path, bod: hashOf(body) }
  return signCompact(CALL_TYPE, keys.signing(), claims)
}

/** A call whose token holds; its body must still be compared. */
export interface SignedCall {
  readonly caller: string
  /** Whether these are the bytes that were signed. */
  hasBody(body: string | Uint8Array): boolean
}

/** Checks calls to one process. */
export interface CallVerifier {
  /** Checks all but the body, so that a stranger's body is never even read. */
  open(token: string | undefined, request: CalledRequest): Result<SignedCall, CallFault>
  /** Checks the whole call. */
  verify(token: string | undefined, request: CalledRequest & { readonly body: string | Uint8Array }): Result<{ readonly caller: string }, CallFault>
}

/** What a process accepts: the keys that it shares with each caller by name, and its own name. */
export interface CallVerifierOptions {
  readonly keysByCaller: Readonly<Record<string, KeyFolder>>
  readonly audience: string
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** Makes the verifier of a process. */
export function createCallVerifier({ keysByCaller, audience, clock = Date.now }: CallVerifierOptions): CallVerifier {
  const open: CallVerifier['open'] = (token, { method, path }) => {
    const read = token === undefined ? undefined : readCompact(token)
    const caller = read?.claims['iss']
    if (read === undefined || typeof caller !== 'string') return fail('malformed')
    // The issuer only chooses the keys; it is believed once they fit.
    const keys = Object.hasOwn(keysByCaller, caller) ? keysByCaller[caller] : undefined
    if (keys === undefined) return fail('unknown-caller')
    const checked = checkCompact(read, { typ: CALL_TYPE, audience, keys, now: clock() })
    if (!checked.ok) return checked
    const { htm, htu, bod } = checked.value
    if (htm !== method || htu !== path) return fail('wrong-request')
    if (typeof bod !== 'string') return fail('wrong-claims')
    return ok({
      caller,
      // A hash of what its sender has sent is no secret: how long the comparison takes tells nobody anything.
      hasBody: (body: string | Uint8Array) => bod === hashOf(body),
    })
  }
  return {
    open,
    verify(token, request) {
      const opened = open(token, request)
      if (!opened.ok) return opened
      return opened.value.hasBody(request.body) ? ok({ caller: opened.value.caller }) : fail('wrong-body')
    },
  }
}

function hashOf(body: string | Uint8Array): string {
  return hash('sha256', body, 'base64url')
}
