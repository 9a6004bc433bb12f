import { fail, ok, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Prisma } from '../__generated__/prisma/client.ts'
import type { UsersPrisma } from '../usersPrisma.ts'
import { MAX_ADDRESSES, type AddressFields } from './address.ts'

/** Which entry, as it was seen. */
export interface SeenAddress {
  readonly addressId: string
  readonly expectedVersion: number
}

/** Whether an entry is to be a default: true makes it one, false takes that away, null leaves it. */
export interface Defaults {
  readonly defaultShipping: boolean | null
  readonly defaultBilling: boolean | null
}

/** Why an address book was not changed. */
export type AddressBookRefusal = 'TOO_MANY_ADDRESSES' | 'ADDRESS_NOT_FOUND' | 'VERSION_CONFLICT'

/** The address books of all accounts; each call names whose. Answers the id of the entry. */
export interface AddressBooks {
  add(userId: string, entry: { readonly address: AddressFields } & Defaults): Promise<Result<string, AddressBookRefusal>>
  update(userId: string, entry: SeenAddress & { readonly address: AddressFields } & Defaults): Promise<Result<string, AddressBookRefusal>>
  remove(userId: string, entry: SeenAddress): Promise<Result<string, AddressBookRefusal>>
}

type Transaction = Prisma.TransactionClient

/** Makes them. */
export function createAddressBooks({ prisma, clock }: { readonly prisma: UsersPrisma; readonly clock: () => Date }): AddressBooks {
  /** Changes of one book are made one after another: else two additions could both find the last free place. */
  const inBook = async (
    userId: string,
    change: (tx: Transaction) => Promise<Result<string, AddressBookRefusal>>,
  ): Promise<Result<string, AddressBookRefusal>> =>
    (await prisma.open()).$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE id = ${userId} FOR UPDATE`
      return change(tx)
    })

  return {
    add: (userId, { address, ...defaults }) =>
      inBook(userId, async (tx) => {
        if ((await tx.address.count({ where: { userId } })) >= MAX_ADDRESSES) return fail('TOO_MANY_ADDRESSES')
        const { id } = await tx.address.create({ data: { ...address, id: newId('Address'), userId, createdAt: clock(), updatedAt: clock() } })
        await setDefaults(tx, { userId, id, defaults })
        return ok(id)
      }),
    update: (userId, { address, addressId, expectedVersion, ...defaults }) =>
      inBook(userId, async (tx) => {
        const refusal = await refusalOf(tx, userId, { addressId, expectedVersion })
        if (refusal !== undefined) return fail(refusal)
        await tx.address.update({ where: { id: addressId }, data: { ...address, version: { increment: 1 }, updatedAt: clock() } })
        await setDefaults(tx, { userId, id: addressId, defaults })
        return ok(addressId)
      }),
    remove: (userId, seen) =>
      inBook(userId, async (tx) => {
        const refusal = await refusalOf(tx, userId, seen)
        if (refusal !== undefined) return fail(refusal)
        await tx.address.delete({ where: { id: seen.addressId } })
        return ok(seen.addressId)
      }),
  }
}

async function refusalOf(tx: Transaction, userId: string, { addressId, expectedVersion }: SeenAddress): Promise<AddressBookRefusal | undefined> {
  const found = await tx.address.findFirst({ where: { id: addressId, userId }, select: { version: true } })
  if (found === null) return 'ADDRESS_NOT_FOUND'
  return found.version === expectedVersion ? undefined : 'VERSION_CONFLICT'
}

async function setDefaults(tx: Transaction, { userId, id, defaults }: { userId: string; id: string; defaults: Defaults }): Promise<void> {
  const current = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { defaultShippingAddressId: true, defaultBillingAddressId: true },
  })
  const defaultShippingAddressId = chosen(current.defaultShippingAddressId, id, defaults.defaultShipping)
  const defaultBillingAddressId = chosen(current.defaultBillingAddressId, id, defaults.defaultBilling)
  await tx.user.update({ where: { id: userId }, data: { defaultShippingAddressId, defaultBillingAddressId } })
}

/** Which entry is the default afterwards. Taking the default away from an entry that is not the default changes nothing. */
function chosen(current: string | null, id: string, wanted: boolean | null): string | null {
  if (wanted === true) return id
  return wanted === false && current === id ? null : current
}
