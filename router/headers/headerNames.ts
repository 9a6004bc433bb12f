import { securityHeaders } from '@agora/http-server/securityHeaders.ts'
import { IDENTITY_HEADER } from '@agora/security/identityToken.ts'

import { TIMEOUT_HEADER } from '../subgraphTraffic/timeoutHeader.ts'

/** About one connection, not about what is sent over it: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const OF_A_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** About the bytes of one message. */
const OF_A_BODY = [
  'content-length',
  'content-type',
  'content-encoding',
  'content-range',
  'accept',
  'accept-encoding',
  'accept-ranges',
  'expect',
  'host',
]

/** What the router says itself to subgraphs: a client must not be able to speak in its name. */
const SAID_TO_SUBGRAPHS = [IDENTITY_HEADER, 'x-request-id', 'traceparent', TIMEOUT_HEADER]

const NEVER_SENT: ReadonlySet<string> = new Set([...OF_A_CONNECTION, ...OF_A_BODY, ...SAID_TO_SUBGRAPHS])

/** What only one reply can say, while an answer is made of many, and what the router says to clients itself. */
const SAID_TO_CLIENTS = [
  'age',
  'date',
  'etag',
  'expires',
  'last-modified',
  'pragma',
  'server',
  'vary',
  'www-authenticate',
  'retry-after',
  'x-request-id',
]

const NEVER_TOLD: ReadonlySet<string> = new Set([...OF_A_CONNECTION, ...OF_A_BODY, ...Object.keys(securityHeaders), ...SAID_TO_CLIENTS])

/** Proofs of who asks, and what proxies and trusting subgraphs take for such: a pattern that happens to fit them does not mean them. */
const ONLY_BY_NAME = /^(authorization|cookie|forwarded|x-forwarded-.*|x-real-ip|x-user-.*)$/

/** Whether a client's header may go on to subgraphs. Names in lower case. */
export function maySend(name: string): boolean {
  return !NEVER_SENT.has(name)
}

/** Whether a pattern may fit a client's header. */
export function mayFit(name: string): boolean {
  return maySend(name) && !ONLY_BY_NAME.test(name)
}

/** Whether a subgraph's header may go on to clients. */
export function mayTell(name: string): boolean {
  return !NEVER_TOLD.has(name) && !name.startsWith('access-control-')
}

const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Whether a text can be sent as the value of a header: no line break, no other control character. https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
export function isValue(text: string): boolean {
  return VALUE.test(text)
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Whether a text can be the name of a header. */
export function isName(text: string): boolean {
  return NAME.test(text)
}
