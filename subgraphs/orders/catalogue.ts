import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { quote, type VariantQuote } from '@agora/rpc/methods/quote.ts'
import type { RequestFacts } from '@agora/subgraph-kit/context.ts'

/** How long a quote is waited for, in milliseconds: a cart without prices now is better than one with prices later. */
const QUOTE_WITHIN_MS = 1500

/** What is asked of products. */
export interface Catalogue {
  /** Prices and availability for at most 100 variants; unknown ones are absent. Any fault of the call is `unavailable`, and logged. */
  quote(
    request: { readonly variantIds: string[]; readonly currency: string },
    facts: Pick<RequestFacts, 'requestId' | 'traceparent' | 'logger'>,
  ): Promise<Result<readonly VariantQuote[], 'unavailable'>>
}

/** The catalogue behind products' internal port. */
export function createCatalogue(products: Pick<Caller, 'call'>): Catalogue {
  return {
    async quote(request, { requestId, traceparent, logger }) {
      const answer = await products.call(quote, request, { timeoutMs: QUOTE_WITHIN_MS, requestId, traceparent })
      if (answer.ok) return ok(answer.value.quotes)
      logger.warn({ code: answer.error.code, reason: answer.error.message }, 'Catalogue did not answer')
      return fail('unavailable')
    },
  }
}
