import type { Exchange } from './exchange.ts'

/** Which pages of other origins may read answers. */
export interface CorsOptions {
  /** Exact origins, such as `https://shop.example`. No pattern and no `*`: an origin is either meant or not. */
  readonly origins: readonly string[]
  readonly maxAgeSeconds: number
  /** Further headers that pages may send. */
  readonly sent: readonly string[]
  /** Further headers that pages may read. */
  readonly read: readonly string[]
}

const METHODS = 'GET, POST, OPTIONS'
const REQUEST_HEADERS = 'authorization, content-type, apollo-require-preflight, x-apollo-operation-name, x-request-id, traceparent'
const ANSWER_HEADERS = 'x-request-id, retry-after'

/**
 * Says to browsers whether the asking page may read the answer. Credentials are never allowed: tokens travel in a header, so a page of an allowed
 * origin sends its own. Answers preflights and then returns true; an origin that is not on the list gets no permission, which is a refusal.
 */
export function createCors({ origins, maxAgeSeconds, sent, read }: CorsOptions): (exchange: Exchange) => boolean {
  const allowed = new Set(origins)
  const requestHeaders = [...new Set([...REQUEST_HEADERS.split(', '), ...sent])].join(', ')
  const answerHeaders = [...new Set([...ANSWER_HEADERS.split(', '), ...read])].join(', ')
  return ({ request, response, method }) => {
    const { origin } = request.headers
    response.setHeader('vary', 'Origin')
    const isAllowed = origin !== undefined && allowed.has(origin)
    if (isAllowed) {
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-expose-headers', answerHeaders)
      response.setHeader('cross-origin-resource-policy', 'cross-origin')
    }
    if (method !== 'OPTIONS') return false
    if (isAllowed) {
      response.setHeader('access-control-allow-methods', METHODS)
      response.setHeader('access-control-allow-headers', requestHeaders)
      response.setHeader('access-control-max-age', maxAgeSeconds)
    }
    response.writeHead(204).end()
    return true
  }
}
