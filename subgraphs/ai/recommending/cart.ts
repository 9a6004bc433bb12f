/** A cart as the router hands it on: its id, and what is in it as far as the operation needs it. */
export interface CartFacts {
  readonly id: string
  readonly variantIds: readonly string[]
}

/** Reads the representation of a cart. Lines that cannot be read say nothing. */
export function readCart(id: string, lines: unknown): CartFacts {
  const variantIds = Array.isArray(lines) ? lines.map((line: { readonly variantId?: unknown } | null) => line?.variantId) : []
  return { id, variantIds: variantIds.filter((variantId) => typeof variantId === 'string') }
}
