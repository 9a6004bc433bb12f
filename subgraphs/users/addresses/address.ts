import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { line } from '@agora/subgraph-kit/inputFields.ts'
import type { InputFault } from '@agora/subgraph-kit/readInput.ts'

import { optionalLine } from '../inputs/fields.ts'
import { isCountry } from './countries.ts'

/** What an entry of an address book says. */
export interface AddressFields {
  readonly recipient: string
  readonly company: string | null
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly region: string | null
  readonly postalCode: string | null
  readonly countryCode: string
  readonly phone: string | null
}

/** An entry of an address book. Resolves the SDL type Address. */
export interface Address extends AddressFields {
  readonly id: string
  readonly userId: string
  readonly isDefaultShipping: boolean
  readonly isDefaultBilling: boolean
  readonly version: number
  readonly createdAt: Date
}

/** An address book holds at most so many entries. */
export const MAX_ADDRESSES = 20

/** The bounds of each field, as the SDL promises them. */
export const addressFields = z.object({
  recipient: line(1, 120),
  company: optionalLine(120),
  line1: line(1, 120),
  line2: optionalLine(120),
  city: line(1, 80),
  region: optionalLine(80),
  postalCode: optionalLine(16),
  countryCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be two letters'),
  phone: optionalLine(32).refine((text) => text === null || /^\+?[\d ()/.-]{4,}$/.test(text), 'must be digits, spaces and + - ( )'),
})

/** Refuses a country that is none. */
export function checkCountry<Fields extends AddressFields>(fields: Fields): Result<Fields, InputFault & { readonly code: 'UNKNOWN_COUNTRY' }> {
  if (isCountry(fields.countryCode)) return ok(fields)
  return fail({ code: 'UNKNOWN_COUNTRY', message: `There is no country ${fields.countryCode}`, field: ['input', 'address', 'countryCode'] })
}
