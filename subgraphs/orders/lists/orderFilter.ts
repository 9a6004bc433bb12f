import { z } from 'zod'

import { isId } from '@agora/ids/typeId.ts'

import { currencyCode } from '../staffChanges/inputFields.ts'

const status = z.enum(['PLACED', 'CONFIRMED', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED', 'CANCELLING', 'CANCELLED'])

/** Which orders are wanted. */
export const orderFilter = z.object({
  status: z.array(status).min(1, 'must name one at least').max(10, 'must have at most 10').nullish(),
  buyerId: z
    .string()
    .refine((text): boolean => isId('User', text) || isId('Guest', text), 'is not the id of a user or a guest')
    .nullish(),
  number: z.string().max(32, 'must have at most 32 characters').nullish(),
  needsAttention: z.boolean().nullish(),
  currencyCode: currencyCode.nullish(),
  placedFrom: z.date().nullish(),
  placedBefore: z.date().nullish(),
})

/** Which orders are wanted: those that fit everything that is given. */
export type OrderFilter = z.output<typeof orderFilter>
