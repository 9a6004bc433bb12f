/** Why something is recommended; the enum `RecommendationReason` of the graph. */
export type Reason = 'BOUGHT_TOGETHER' | 'BUY_AGAIN' | 'SAME_CATEGORY' | 'POPULAR'

/** A product, why it is recommended, and the product that the reason speaks of. */
export interface Recommendation {
  readonly productId: string
  readonly reason: Reason
  readonly because: string | null
}

/** A product by its id; the rest of it is the catalogue's to tell. */
export interface ProductReference {
  readonly id: string
}

/** The most that one list holds, and that one may ask for. */
export const MAX_LIST = 50

/** Fills a list up from further ones, best first: each product once, at most so many. */
export function topOf(count: number, ...lists: readonly (readonly Recommendation[])[]): Recommendation[] {
  const chosen = new Map<string, Recommendation>()
  for (const one of lists.flat()) {
    if (chosen.size === count) break
    if (!chosen.has(one.productId)) chosen.set(one.productId, one)
  }
  return [...chosen.values()]
}

/** Whether two lists recommend other products, or in another order. Other reasons alone are no news. */
export function isOtherList(before: readonly string[], now: readonly string[]): boolean {
  return before.length !== now.length || before.some((productId, nth) => productId !== now[nth])
}
