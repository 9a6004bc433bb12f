import { fail, ok, type Result } from '@agora/errors/result.ts'

import { MAX_LINES, MAX_QUANTITY } from '../cart/cart.ts'
import { refusals, type CartRefusal } from '../cart/errors.ts'

/** What a merge needs to know of a line. */
export interface MergingLine {
  readonly id: string
  readonly variantId: string
  readonly quantity: number
}

/** Something that could not be moved whole; the type `CartMergeWarning` of the graph. */
export interface MergeWarning {
  readonly code: 'QUANTITY_CAPPED'
  readonly message: string
  readonly variantId: string
  readonly requested: number
  readonly kept: number
}

/** What becomes of two carts. Guest lines that are neither moved nor grown into are dropped with their cart. */
export interface MergePlan {
  /** Lines of the guest that the user's cart has no line for: they change carts as they are. */
  readonly moved: readonly string[]
  /** Lines of the user that the guest's pieces are added to. */
  readonly grown: readonly { readonly id: string; readonly quantity: number }[]
  readonly warnings: readonly MergeWarning[]
}

/** Decides a merge of the guest's lines into the user's. Refuses a result of more lines than a cart holds: nothing is thrown away unasked. */
export function planMerge(mine: readonly MergingLine[], theirs: readonly MergingLine[]): Result<MergePlan, CartRefusal> {
  const byVariant = new Map(mine.map((line) => [line.variantId, line]))
  const moved = theirs.filter(({ variantId }) => !byVariant.has(variantId))
  if (mine.length + moved.length > MAX_LINES) return fail(refusals.cartFull)
  const sums = theirs.flatMap(({ variantId, quantity }) => {
    const line = byVariant.get(variantId)
    return line === undefined ? [] : [{ id: line.id, variantId, requested: line.quantity + quantity }]
  })
  return ok({
    moved: moved.map(({ id }) => id),
    grown: sums.map(({ id, requested }) => ({ id, quantity: Math.min(requested, MAX_QUANTITY) })),
    warnings: sums.filter(({ requested }) => requested > MAX_QUANTITY).map(capped),
  })
}

/** How many pieces of each variant a merge brings from the guest's cart into the user's. */
export function piecesBrought(mine: readonly MergingLine[], theirs: readonly MergingLine[]): Record<string, number> {
  const had = new Map(mine.map(({ variantId, quantity }) => [variantId, quantity]))
  return Object.fromEntries(theirs.map(({ variantId, quantity }) => [variantId, Math.min(quantity, MAX_QUANTITY - (had.get(variantId) ?? 0))]))
}

function capped({ variantId, requested }: { readonly variantId: string; readonly requested: number }): MergeWarning {
  const message = `Both carts together held ${requested} pieces; a line holds at most ${MAX_QUANTITY}`
  return { code: 'QUANTITY_CAPPED', message, variantId, requested, kept: MAX_QUANTITY }
}
