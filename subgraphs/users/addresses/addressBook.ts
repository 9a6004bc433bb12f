import { fail, ok, type Result } from '@agora/errors/result.ts'
import { prismaQueryable } from '@agora/event-store/prismaQueryable.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Prisma } from '../__generated__/prisma/client.ts'
import type { Cause } from '../cause.ts'
import type { Chronicle } from '../events/chronicle.ts'
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

/** Whose book, and the request that changes it. */
export interface BookChange {
  readonly userId: string
  readonly cause: Cause
}

/** The address books of all accounts; each call names whose. Answers the id of the entry. */
export interface AddressBooks {
  add(of: BookChange, entry: { readonly address: AddressFields } & Defaults): Promise<Result<string, AddressBookRefusal>>
  update(of: BookChange, entry: SeenAddress & { readonly address: AddressFields } & Defaults): Promise<Result<string, AddressBookRefusal>>
  remove(of: BookChange, entry: SeenAddress): Promise<Result<string, AddressBookRefusal>>
}

type Transaction = Prisma.TransactionClient

/** What they need. */
export interface AddressBooksOptions {
  readonly prisma: UsersPrisma
  readonly chronicle: Chronicle
  readonly clock: () => Date
}

/** Makes them. */
export function createAddressBooks({ prisma, chronicle, clock }: AddressBooksOptions): AddressBooks {
  /** Changes of one book are made one after another: else two additions could both find the last free place. */
  const inBook = async (
    { userId, cause }: BookChange,
    change: (tx: Transaction) => Promise<Result<string, AddressBookRefusal>>,
  ): Promise<Result<string, AddressBookRefusal>> =>
    (await prisma.open()).$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE id = ${userId} FOR UPDATE`
      const changed = await change(tx)
      if (changed.ok) await chronicle.record(prismaQueryable(tx), cause, [{ type: 'user.profileChanged', data: { userId, fields: ['addresses'] } }])
      return changed
    })

  return {
    add: (of, { address, ...defaults }) =>
      inBook(of, async (tx) => {
        const { userId } = of
        if ((await tx.address.count({ where: { userId } })) >= MAX_ADDRESSES) return fail('TOO_MANY_ADDRESSES')
        const { id } = await tx.address.create({ data: { ...address, id: newId('Address'), userId, createdAt: clock(), updatedAt: clock() } })
        await setDefaults(tx, { userId, id, defaults })
        return ok(id)
      }),
    update: (of, { address, addressId, expectedVersion, ...defaults }) =>
      inBook(of, async (tx) => {
        const { userId } = of
        const refusal = await refusalOf(tx, userId, { addressId, expectedVersion })
        if (refusal !== undefined) return fail(refusal)
        await tx.address.update({ where: { id: addressId }, data: { ...address, version: { increment: 1 }, updatedAt: clock() } })
        await setDefaults(tx, { userId, id: addressId, defaults })
        return ok(addressId)
      }),
    remove: (of, seen) =>
      inBook(of, async (tx) => {
        const refusal = await refusalOf(tx, of.userId, seen)
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
