import type { Waker } from '@agora/event-store/wake.ts'
import type { PageArguments } from '@agora/subgraph-kit/connection.ts'
import { dateTime } from '@agora/subgraph-kit/dateTime.ts'

import type { Resolvers } from './__generated__/resolvers.ts'
import { anonymousAccountMutations, ownAccountMutations, type AccountServices } from './accounts/resolvers.ts'
import type { User } from './accounts/user.ts'
import type { Address } from './addresses/address.ts'
import type { AddressBooks } from './addresses/addressBook.ts'
import { addressesOf, addressMutations } from './addresses/resolvers.ts'
import type { UsersContext } from './context.ts'
import { notificationListFields, notificationQueries, preferencesOfUser } from './notifications/queries.ts'
import { preferenceMutations, type PreferenceServices } from './notifications/updatePreferences.ts'
import { endingMutations, sessionFields, sessionsOf, tokenMutations, type SessionServices } from './sessions/resolvers.ts'
import { auditTrailOf, staffMutations, staffQueries, userListFields, type StaffServices } from './staff/resolvers.ts'

/** All that the resolvers call. */
export type UsersServices = AccountServices &
  SessionServices &
  StaffServices &
  PreferenceServices & { readonly addressBooks: AddressBooks; readonly waker: Waker }

/** The resolvers of this subgraph by type and field. */
export function createResolvers(services: UsersServices) {
  const addressOrNull = (id: string | null, { addresses }: UsersContext): Promise<Address | null> | null => (id === null ? null : addresses.load(id))
  return {
    DateTime: dateTime,
    Query: {
      me: (_: unknown, __: unknown, { viewer, users }: UsersContext): Promise<User | null> | null =>
        viewer.kind === 'user' ? users.load(viewer.sub) : null,
      ...staffQueries(services.pool),
      ...notificationQueries(services.pool),
    },
    Mutation: afterEach(services.waker, {
      ...anonymousAccountMutations(services),
      ...ownAccountMutations(services),
      ...tokenMutations(services),
      ...endingMutations(services),
      ...addressMutations(services),
      ...preferenceMutations(services),
      ...staffMutations(services),
    }),
    User: {
      addresses: ({ id }: User, page: PageArguments, context: UsersContext) => addressesOf(id, page, context),
      sessions: ({ id }: User, page: PageArguments, context: UsersContext) => sessionsOf(id, page, context),
      auditTrail: ({ id }: User, page: PageArguments, context: UsersContext) => auditTrailOf(id, page, context),
      notificationPreferences: preferencesOfUser,
      defaultShippingAddress: ({ defaultShippingAddressId }: User, _: unknown, context: UsersContext) =>
        addressOrNull(defaultShippingAddressId, context),
      defaultBillingAddress: ({ defaultBillingAddressId }: User, _: unknown, context: UsersContext) =>
        addressOrNull(defaultBillingAddressId, context),
    },
    NotificationConnection: notificationListFields(services.pool),
    UserConnection: userListFields(services.pool),
    Session: sessionFields,
  } satisfies Resolvers
}

type Mutation = (parent: unknown, args: never, context: UsersContext) => Promise<unknown>

/** What a mutation answers is read anew, also when several stand in one operation; and whoever follows the events is told that there may be some. */
function afterEach<Mutations extends Readonly<Record<string, Mutation>>>(waker: Waker, mutations: Mutations): Mutations {
  const forgetful =
    (mutation: Mutation): Mutation =>
    async (parent, args, context) => {
      const answer = await mutation(parent, args, context)
      context.forget()
      waker.wake()
      return answer
    }
  return Object.fromEntries(Object.entries(mutations).map(([name, mutation]) => [name, forgetful(mutation)])) as Mutations
}
