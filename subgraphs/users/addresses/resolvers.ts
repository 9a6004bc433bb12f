import type pg from 'pg'
import { z } from 'zod'

import { isId } from '@agora/ids/typeId.ts'
import { parsePage, type ListOrder, type PageArguments } from '@agora/subgraph-kit/connection.ts'
import { version } from '@agora/subgraph-kit/inputFields.ts'
import { readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import { causeOf } from '../cause.ts'
import type { UsersContext } from '../context.ts'
import { invalid } from '../inputs/fields.ts'
import { listPage, momentAndId, oldestFirst, type ListConnection } from '../listPage.ts'
import { accountOf } from '../viewerAccount.ts'
import { addressFields, checkCountry, MAX_ADDRESSES, type Address } from './address.ts'
import type { AddressBookRefusal, AddressBooks } from './addressBook.ts'
import { addressesByIds } from './addressRepository.ts'

/** Why an address book was not changed. Resolves the SDL type AddressUserError. */
export interface AddressRefusal extends InputFault {
  readonly code: 'INVALID_INPUT' | 'UNKNOWN_COUNTRY' | AddressBookRefusal
}

interface InputArgument {
  readonly input: unknown
}

interface AddressPayload {
  readonly address: Address | null
  readonly userErrors: readonly AddressRefusal[]
}

type Position = [string, string]

const order: ListOrder<Address, Position> = {
  name: 'addresses',
  values: momentAndId,
  positionOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
}

const choice = z
  .boolean()
  .nullish()
  .transform((wanted) => wanted ?? null)
const addressId = z.string().refine((text) => isId('Address', text), 'is not the id of an address')
const addShape = z.object({ address: addressFields, defaultShipping: choice, defaultBilling: choice })
const updateShape = z.object({ address: addressFields, addressId, defaultShipping: choice, defaultBilling: choice, expectedVersion: version })
const removeShape = z.object({ addressId, expectedVersion: version })

const REFUSALS: Readonly<Record<AddressBookRefusal, InputFault>> = {
  TOO_MANY_ADDRESSES: { message: `An address book holds at most ${MAX_ADDRESSES} entries`, field: null },
  ADDRESS_NOT_FOUND: { message: 'There is no such address of yours', field: ['input', 'addressId'] },
  VERSION_CONFLICT: { message: 'The address was changed in between: look again', field: ['input', 'expectedVersion'] },
}
const refusalOf = (code: AddressBookRefusal): AddressRefusal => ({ code, ...REFUSALS[code] })

/** Mutations of the viewer's own address book. */
export function addressMutations({ pool, addressBooks }: { readonly pool: pg.Pool; readonly addressBooks: AddressBooks }) {
  const refused = (...userErrors: readonly AddressRefusal[]): AddressPayload => ({ address: null, userErrors })
  const standing = async (userId: string, id: string): Promise<Address | null> => {
    const [address] = await addressesByIds(pool, [id])
    return address?.userId === userId ? address : null
  }
  return {
    async addAddress(_: unknown, { input }: InputArgument, context: UsersContext): Promise<AddressPayload> {
      const { userId } = accountOf(context.viewer)
      const parsed = readInput(addShape, input)
      if (!parsed.ok) return refused(...invalid(parsed.error))
      const country = checkCountry(parsed.value.address)
      if (!country.ok) return refused(country.error)
      const added = await addressBooks.add({ userId, cause: causeOf(context) }, parsed.value)
      return added.ok ? { address: await standing(userId, added.value), userErrors: [] } : refused(refusalOf(added.error))
    },
    async updateAddress(_: unknown, { input }: InputArgument, context: UsersContext): Promise<AddressPayload> {
      const { userId } = accountOf(context.viewer)
      const parsed = readInput(updateShape, input)
      if (!parsed.ok) return refused(...invalid(parsed.error))
      const country = checkCountry(parsed.value.address)
      if (!country.ok) return refused(country.error)
      const updated = await addressBooks.update({ userId, cause: causeOf(context) }, parsed.value)
      return { address: await standing(userId, parsed.value.addressId), userErrors: updated.ok ? [] : [refusalOf(updated.error)] }
    },
    async removeAddress(_: unknown, { input }: InputArgument, context: UsersContext) {
      const parsed = readInput(removeShape, input)
      if (!parsed.ok) return { removedAddressId: null, userErrors: invalid(parsed.error) }
      const removed = await addressBooks.remove({ userId: accountOf(context.viewer).userId, cause: causeOf(context) }, parsed.value)
      return removed.ok ? { removedAddressId: removed.value, userErrors: [] } : { removedAddressId: null, userErrors: [refusalOf(removed.error)] }
    },
  }
}

/** `User.addresses`: oldest first. */
export async function addressesOf(userId: string, page: PageArguments, { addressBooks }: UsersContext): Promise<ListConnection<Address>> {
  return listPage(await addressBooks.load(userId), parsePage(page, order), oldestFirst)
}
