import DataLoader from 'dataloader'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'
import { QUOTE_LIMIT, type VariantQuote } from '@agora/rpc/methods/quote.ts'

import type { QuoteAnswer } from './pricing.ts'

/** Asks the catalogue for at most `QUOTE_LIMIT` variants in one currency. */
export type AskQuotes = (variantIds: readonly string[], currencyCode: CurrencyCode) => Promise<Result<readonly VariantQuote[], 'unavailable'>>

/** Prices and availability for one request: whatever is asked in one breath is one call, and nothing is asked twice. */
export interface Quotes {
  of(variantId: string, currencyCode: CurrencyCode): Promise<QuoteAnswer>
}

interface Wanted {
  readonly variantId: string
  readonly currencyCode: CurrencyCode
}

/** One for each request, so that all of a request is priced alike. */
export function createQuotes(ask: AskQuotes): Quotes {
  const loader = new DataLoader<Wanted, QuoteAnswer, string>((wanted) => quoteAll(ask, wanted), {
    cacheKeyFn: ({ variantId, currencyCode }) => `${currencyCode}:${variantId}`,
  })
  return { of: (variantId, currencyCode) => loader.load({ variantId, currencyCode }) }
}

async function quoteAll(ask: AskQuotes, wanted: readonly Wanted[]): Promise<QuoteAnswer[]> {
  const answers = new Map<Wanted, QuoteAnswer>()
  await Promise.all(
    batchesOf(wanted).map(async (batch) => {
      const [first] = batch
      if (first === undefined) return
      const answer = await ask(
        batch.map(({ variantId }) => variantId),
        first.currencyCode,
      )
      const known = new Map(answer.ok ? answer.value.map((quote) => [quote.variantId, quote]) : [])
      for (const one of batch) answers.set(one, answer.ok ? ok(known.get(one.variantId) ?? null) : answer)
    }),
  )
  return wanted.map((one) => answers.get(one) ?? fail('unavailable'))
}

function batchesOf(wanted: readonly Wanted[]): Wanted[][] {
  const byCurrency = Map.groupBy(wanted, ({ currencyCode }) => currencyCode)
  return [...byCurrency.values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / QUOTE_LIMIT) }, (_, nth) => same.slice(nth * QUOTE_LIMIT, (nth + 1) * QUOTE_LIMIT)),
  )
}
