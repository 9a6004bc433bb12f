import { z } from 'zod'

import { defineMethod } from '../defineMethod.ts'

/** The most variants that one call may ask about. */
export const QUOTE_LIMIT = 100

const request = z.object({
  variantIds: z.array(z.string().min(1).max(64)).min(1).max(QUOTE_LIMIT),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

// Protobuf's JSON leaves out what equals its zero value, so each field that may be zero has its default here.
const variantQuote = z.object({
  variantId: z.string(),
  sku: z.string(),
  productId: z.string(),
  available: z.int().min(0).default(0),
  published: z.boolean().default(false),
  unitPriceMinor: z
    .string()
    .regex(/^\d{1,19}$/)
    .nullable()
    .default(null),
  packedWeightGrams: z.int().min(0).default(0),
  taxCategory: z.string().max(64).default(''),
})

/** What products knows of one variant at this moment. `unitPriceMinor` is a decimal bigint; null when it has no price in the asked currency; `taxCategory` is empty when nobody set one. */
export type VariantQuote = z.output<typeof variantQuote>

/** Prices and availability: `schema/proto/agora/catalogue/v1/catalogue.proto`. Unknown variants are absent from the answer. */
export const quote = defineMethod({
  service: 'agora.catalogue.v1.Catalogue',
  method: 'Quote',
  idempotent: true,
  request,
  response: z.object({ quotes: z.array(variantQuote).max(QUOTE_LIMIT).default([]) }),
})
