import { createHash } from 'node:crypto'

import { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import { isId } from '@agora/ids/typeId.ts'
import type { CurrencyCode } from '@agora/money/money.ts'
import { line } from '@agora/subgraph-kit/inputFields.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Definitions } from '../attribute/definitions.ts'
import { amountMinor, currencyCode, list } from '../inputs/fields.ts'
import type { ProductStatus } from '../product/product.ts'

/** In which order products are listed. */
export type ProductSort = 'NEWEST' | 'NAME' | 'PRICE_ASC' | 'PRICE_DESC' | 'RELEVANCE'

/** A condition on one attribute. */
export type AttributeCondition =
  /** Any of these JSON texts is contained in the product's attributes. */
  { readonly key: string; readonly anyOf: readonly string[] } | { readonly key: string; readonly min: number | null; readonly max: number | null }

/** Which products to list, and in which order: checked, and with every default decided. */
export interface ProductQuery {
  readonly statuses: readonly ProductStatus[]
  readonly categoryId: string | null
  readonly brands: readonly string[] | null
  readonly price: { readonly min: bigint | null; readonly max: bigint | null } | null
  readonly attributes: readonly AttributeCondition[]
  readonly inStock: boolean | null
  readonly search: string | null
  readonly sort: ProductSort
  readonly currency: CurrencyCode
}

const attributeFilter = z.object({
  key: z.string().max(40, 'must have at most 40 characters'),
  values: list(line(1, 200), 50).min(1, 'must have at least one value').nullish(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  is: z.boolean().nullish(),
})

const bounded = 'needs `minMinor` or `maxMinor`'

const shape = z.object({
  filter: z
    .object({
      categoryId: z
        .string()
        .refine((id) => isId('Category', id), 'is not the id of a category')
        .nullish(),
      brands: list(line(1, 100), 50).min(1, 'must have at least one brand').nullish(),
      price: z
        .object({ minMinor: amountMinor.nullish(), maxMinor: amountMinor.nullish() })
        .refine(({ minMinor, maxMinor }) => (minMinor ?? maxMinor ?? null) !== null, bounded)
        .nullish(),
      attributes: list(attributeFilter, 20).nullish(),
      inStock: z.boolean().nullish(),
      statuses: list(z.enum(['DRAFT', 'PUBLISHED', 'ARCHIVED']), 3)
        .min(1, 'must have at least one status')
        .nullish(),
    })
    .nullish(),
  sort: z.enum(['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC', 'RELEVANCE']).nullish(),
  search: line(0, 200).nullish(),
  currency: currencyCode.nullish(),
})

/** Reads the arguments of a list of products. Throws BAD_USER_INPUT, and FORBIDDEN when statuses are asked for that the viewer may not see. */
export function readProductQuery(given: unknown, definitions: Definitions, staff: boolean): ProductQuery {
  const { filter, sort, search, currency } = readArguments(shape, given)
  const statuses = [...new Set(filter?.statuses ?? ['PUBLISHED' as const])].toSorted()
  if (!staff && statuses.some((status) => status !== 'PUBLISHED')) {
    throw codedError('FORBIDDEN', '`filter.statuses` other than PUBLISHED needs the scope catalog:read')
  }
  const sought = search === '' ? null : (search ?? null)
  const { minMinor = null, maxMinor = null } = filter?.price ?? {}
  return {
    statuses,
    categoryId: filter?.categoryId ?? null,
    brands: filter?.brands?.toSorted() ?? null,
    price: minMinor === null && maxMinor === null ? null : { min: minMinor, max: maxMinor },
    attributes: readConditions(filter?.attributes ?? [], definitions),
    inStock: filter?.inStock ?? null,
    search: sought,
    sort: decideSort(sort ?? null, sought),
    currency: currency ?? 'USD',
  }
}

/** RELEVANCE means nothing without a search. */
function decideSort(sort: ProductSort | null, search: string | null): ProductSort {
  if (search === null) return sort === null || sort === 'RELEVANCE' ? 'NEWEST' : sort
  return sort ?? 'RELEVANCE'
}

function readConditions(filters: readonly z.output<typeof attributeFilter>[], definitions: Definitions): AttributeCondition[] {
  const keys = new Set(filters.map(({ key }) => key))
  if (keys.size !== filters.length) throw codedError('BAD_USER_INPUT', '`filter.attributes` must have each key at most once')
  return filters.map((filter) => readCondition(filter, definitions)).toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function readCondition(filter: z.output<typeof attributeFilter>, definitions: Definitions): AttributeCondition {
  const { key, values, min = null, max = null, is } = filter
  const kind = definitions.get(key)?.kind
  if (kind === undefined) throw codedError('BAD_USER_INPUT', `\`filter.attributes\`: no attribute \`${key}\` is defined`)
  const given = { values: (values ?? null) !== null, range: min !== null || max !== null, is: (is ?? null) !== null }
  const wanted = kind === 'NUMBER' ? 'range' : kind === 'BOOLEAN' ? 'is' : 'values'
  if (!given[wanted] || Object.values(given).filter(Boolean).length !== 1) {
    throw codedError(
      'BAD_USER_INPUT',
      `\`filter.attributes\`: \`${key}\` is a ${kind}, so give ${wanted === 'range' ? '`min` and `max`' : `\`${wanted}\``} and nothing else`,
    )
  }
  if (kind === 'NUMBER') return { key, min, max }
  if (kind === 'BOOLEAN') return { key, anyOf: [JSON.stringify({ [key]: is })] }
  return { key, anyOf: (values ?? []).toSorted().map((value) => JSON.stringify({ [key]: kind === 'LIST' ? [value] : value })) }
}

/** A short name of a query: cursors carry it, so that a cursor of one query is refused by another. */
export function fingerprint(query: ProductQuery): string {
  const text = JSON.stringify(query, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}
