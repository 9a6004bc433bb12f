const NONCE = /nonce="?([0-9a-f]{32,128})"?/

const APOLLO_PAGE = ['https://embeddable-sandbox.cdn.apollographql.com', 'https://apollo-server-landing-page.cdn.apollographql.com'].join(' ')

/**
 * The Content-Security-Policy of Apollo's landing page. It needs scripts from Apollo's own network and a few of its own, which it marks with a nonce that
 * is new for each page; what is not marked does not run. A page without a nonce may run nothing.
 */
export function pagePolicy(html: string): string {
  const nonce = NONCE.exec(html)?.[1]
  const marked = nonce === undefined ? '' : ` 'nonce-${nonce}'`
  return [
    "default-src 'none'",
    `script-src${nonce === undefined ? " 'none'" : `${marked} ${APOLLO_PAGE}`}`,
    `style-src${marked} ${APOLLO_PAGE} https://fonts.googleapis.com`,
    'font-src https://fonts.gstatic.com',
    `img-src 'self' data: ${APOLLO_PAGE}`,
    `manifest-src ${APOLLO_PAGE}`,
    'frame-src https://sandbox.embed.apollographql.com',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
