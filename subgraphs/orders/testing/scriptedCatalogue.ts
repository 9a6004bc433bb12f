import { fail, ok } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { CurrencyCode } from '@agora/money/money.ts'
import { internalServer } from '@agora/rpc/internalServer.ts'
import { quote, type VariantQuote } from '@agora/rpc/methods/quote.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

/** A variant as the script has it; a test changes it to move a price or a stock. */
export interface ScriptedVariant {
  readonly id: string
  sku: string
  available: number
  published: boolean
  prices: Partial<Record<CurrencyCode, string>>
  packedWeightGrams: number
  taxCategory: string
}

/** Products, as far as orders sees it: a real server over a table that the test writes. */
export interface ScriptedCatalogue {
  readonly url: string
  /** Puts a variant on sale: 10.00 in USD and 9.00 in EUR, a hundred pieces of 400 grams. */
  add(variant?: Partial<ScriptedVariant>): ScriptedVariant
  /** Takes a variant away as if it had never been. */
  remove(id: string): void
  /** How many variants each call asked for since the last time this was read, with the currency. */
  calls(): string[]
  /** While true, every call fails. */
  down: boolean
  stop(): Promise<void>
}

/** Starts the server on a free port; it serves the inventory beside. */
export async function startCatalogue(keys: KeyFolder, logger: Logger, inventory: readonly RpcHandler[] = []): Promise<ScriptedCatalogue> {
  const variants = new Map<string, ScriptedVariant>()
  const asked: string[] = []
  let stopped: Promise<void> | undefined
  const quoted = ({ id, prices, ...facts }: ScriptedVariant, currency: string): VariantQuote => ({
    variantId: id,
    ...facts,
    productId: 'prd_of_the_script',
    unitPriceMinor: prices[currency as CurrencyCode] ?? null,
  })
  const route = serveMethod(quote, ['orders'], async ({ variantIds, currency }) => {
    asked.push(`${currency} ${variantIds.length}`)
    if (catalogue.down) return fail({ code: 'unavailable', message: 'scripted' })
    return ok({ quotes: variantIds.flatMap((id) => variants.get(id) ?? []).map((variant) => quoted(variant, currency)) })
  })
  const server = await internalServer({ name: 'products', port: 0, routes: [route, ...inventory], gets: [], keysByCaller: { orders: keys }, logger })
  const catalogue: ScriptedCatalogue = {
    url: server.url,
    down: false,
    add(given = {}) {
      const id = given.id ?? newId('Variant')
      const standard = { sku: `SKU-${id.slice(-6)}`, available: 100, published: true, packedWeightGrams: 400, taxCategory: '' }
      const variant = { ...standard, prices: { USD: '1000', EUR: '900' }, ...given, id }
      variants.set(id, variant)
      return variant
    },
    remove: (id) => void variants.delete(id),
    calls: () => asked.splice(0),
    stop: async () => {
      stopped ??= server.stop(0)
      await stopped
    },
  }
  return catalogue
}
