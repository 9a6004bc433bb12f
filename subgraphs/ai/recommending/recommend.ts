import type { Queryable } from '@agora/database/transaction.ts'

import { boughtBy, boughtTogether, boughtTogetherEach, discover } from './affinity.ts'
import { boughtAgain, popular, sameCategoryEach } from './fallbacks.ts'
import { MAX_LIST, topOf, type Recommendation } from './recommendation.ts'

/** The recommender's answers, each a whole list, best first. */
export interface Recommender {
  forUser(userId: string): Promise<Recommendation[]>
  again(userId: string): Promise<Recommendation[]>
  /** A list for each product, in their order; three statements for all of them. */
  relatedTo(productIds: readonly string[]): Promise<Recommendation[][]>
  /** What goes with these variants and the buyer has not bought yet; variants that are not known say nothing. */
  withVariants(variantIds: readonly string[], buyer: string | null): Promise<Recommendation[]>
}

/** Recommends by what the tables hold at the moment of asking. */
export function createRecommender(db: Queryable): Recommender {
  const filledUp = async (found: readonly Recommendation[], exclude: readonly string[]): Promise<Recommendation[]> =>
    topOf(MAX_LIST, found, found.length < MAX_LIST ? await popular(db, exclude) : [])

  return {
    async forUser(userId) {
      const { found, bought } = await discover(db, userId)
      return filledUp(found, bought)
    },
    again: (userId) => boughtAgain(db, userId),
    async relatedTo(productIds) {
      const [together, beside, most] = [await boughtTogetherEach(db, productIds), await sameCategoryEach(db, productIds), await popular(db, [])]
      return productIds.map((id) =>
        topOf(
          MAX_LIST,
          together.get(id) ?? [],
          beside.get(id) ?? [],
          most.filter(({ productId }) => productId !== id),
        ),
      )
    },
    async withVariants(variantIds, buyer) {
      const { rows } = await db.query<{ id: string }>('SELECT DISTINCT product_id AS id FROM variants WHERE variant_id = ANY ($1)', [variantIds])
      const inside = rows.map(({ id }) => id)
      const unwanted = buyer === null ? inside : [...inside, ...(await boughtBy(db, buyer))]
      return filledUp(await boughtTogether(db, inside, unwanted), unwanted)
    },
  }
}
