import type { Samples } from './rootFields.ts'

/** Ids of things that exist. */
export type RealIds = Readonly<Record<'User' | 'Product' | 'Variant' | 'Category' | 'Location' | 'Media', string>>

/** Things that exist, and what one must know of them to change them. */
export interface RealThings {
  readonly ids: RealIds
  readonly categorySlug: string
  /** How many of the variant lie in the location. */
  readonly onHand: number
}

const TEXTS: Readonly<Record<string, string>> = {
  slug: 'not-to-be',
  sku: 'NOT-TO-BE',
  code: 'NOT-TO-BE',
  key: 'not_to_be',
  countryCode: 'DE',
  email: 'not-to-be@example.com',
  newEmail: 'not-to-be@example.com',
  newPassword: 'a long one that was never used',
  contentType: 'image/svg+xml',
  data: 'PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
}

/** Literals for single places, of which a rule by name would be wrong. */
const placesOf = ({ categorySlug, onHand }: RealThings): Readonly<Record<string, string>> => ({
  'SetUserRolesInput.roles': '[ADMIN]',
  'SetVariantPricesInput.prices': '[{ currencyCode: EUR, amountMinor: "1" }]',
  'ImportProductsInput.items': `[{ brand: "Not to be", categorySlug: ${JSON.stringify(categorySlug)}, name: "Not to be", slug: "not-to-be-imported" }]`,
  'AdjustInventoryInput.delta': '1',
  'AdjustInventoryInput.expectedQuantity': String(onHand),
  'RegisterInput.password': '"a long one that was never used"',
})

/** Input fields whose value is a text of the client's own choosing. */
const NAMES = new Set(['name', 'label', 'brand', 'displayName', 'altText', 'city', 'line1', 'recipient', 'idempotencyKey', 'text'])

/** What an `id` is of, by the input that holds it: `ArchiveProductInput.id` is a Product's. */
function idOf(place: string, real: RealIds): string | undefined {
  const field = place.slice(place.indexOf('.') + 1)
  const kinds = Object.keys(real) as (keyof RealIds)[]
  const named = kinds.find((kind) => field === `${kind.toLowerCase()}Id`)
  const kind = named ?? (field === 'id' ? kinds.find((candidate) => new RegExp(candidate, 'i').test(place)) : undefined)
  return kind === undefined ? undefined : real[kind]
}

/**
 * Values with which a mutation would do something: real ids, free names, prices, roles. A denial is worth little when the operation
 * would have been refused anyway.
 */
export function temptations(real: RealThings): Samples {
  const places = placesOf(real)
  return (place) => {
    const field = place.slice(place.indexOf('.') + 1)
    const id = idOf(place, real.ids)
    if (id !== undefined) return JSON.stringify(id)
    if (Object.hasOwn(places, place)) return places[place]
    if (!/Input\.|Fields\./.test(place)) return undefined
    if (Object.hasOwn(TEXTS, field)) return JSON.stringify(TEXTS[field])
    return NAMES.has(field) ? '"Not to be"' : undefined
  }
}
