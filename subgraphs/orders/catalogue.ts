import { createBatcher } from '@agora/batching/batcher.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { quote, QUOTE_LIMIT, type VariantQuote } from '@agora/rpc/methods/quote.ts'
import type { RequestFacts } from '@agora/subgraph-kit/context.ts'

/** How long a quote is waited for, in milliseconds: a cart without prices now is better than one with prices later. */
const QUOTE_WITHIN_MS = 1500

interface QuoteRequest {
  readonly variantIds: readonly string[]
  readonly currency: string
}

type Quoted = Result<readonly VariantQuote[], 'unavailable'>
type Facts = Pick<RequestFacts, 'requestId' | 'traceparent' | 'logger'>

/** What is asked of products. */
export interface Catalogue {
  /**
   * Prices and availability for at most 100 variants; unknown ones are absent. Any fault of the call is `unavailable`, and logged. They are the same for every
   * viewer: requests that ask at the same time share a call, which is made in the name of the first.
   */
  quote(request: QuoteRequest, facts: Facts): Promise<Quoted>
}

interface Asked {
  readonly request: QuoteRequest
  readonly facts: Facts
}

/** The catalogue behind products' internal port. */
export function createCatalogue(products: Pick<Caller, 'call'>): Catalogue {
  const ask = async (request: QuoteRequest, { requestId, traceparent, logger }: Facts): Promise<Quoted> => {
    const { variantIds, currency } = request
    const answer = await products.call(quote, { variantIds: [...variantIds], currency }, { timeoutMs: QUOTE_WITHIN_MS, requestId, traceparent })
    if (answer.ok) return ok(answer.value.quotes)
    logger.warn({ code: answer.error.code, reason: answer.error.message }, 'Catalogue did not answer')
    return fail('unavailable')
  }
  const batcher = createBatcher<Asked, Quoted>({
    concurrent: 8,
    async flush(asked) {
      const answers = new Map<Asked, Quoted>()
      await Promise.all(
        sharingCalls(asked).map(async (sharing) => {
          const [first] = sharing
          if (first === undefined) return
          const variantIds = new Set(sharing.flatMap(({ request }) => request.variantIds))
          const answer = await ask({ variantIds: [...variantIds], currency: first.request.currency }, first.facts)
          const quotes = new Map(answer.ok ? answer.value.map((one) => [one.variantId, one]) : [])
          for (const one of sharing) answers.set(one, answer.ok ? ok(one.request.variantIds.flatMap((id) => quotes.get(id) ?? [])) : answer)
        }),
      )
      return asked.map((one) => answers.get(one) ?? fail('unavailable'))
    },
  })
  return { quote: (request, facts) => batcher.add({ request, facts }) }
}

/** Those that fit into one call: of one currency, and together no more variants than a call may ask about. */
function sharingCalls(asked: readonly Asked[]): Asked[][] {
  return [...Map.groupBy(asked, ({ request }) => request.currency).values()].flatMap((same) => {
    const calls: Asked[][] = []
    let room = 0
    for (const one of same) {
      const wanted = one.request.variantIds.length
      const call = wanted <= room ? calls.at(-1) : undefined
      if (call === undefined) calls.push([one])
      else call.push(one)
      room = (call === undefined ? QUOTE_LIMIT : room) - wanted
    }
    return calls
  })
}
