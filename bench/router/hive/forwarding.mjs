/** Passes the client's proof of identity on to the subgraphs; with SHARING=true, equal requests that are under way at once share an answer. */
export const forwarding = {
  inboundInflightRequestDeduplication: process.env.SHARING === 'true',
  propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }) },
}
