import type pg from 'pg'
import { z } from 'zod'

import { parsePage, toConnection, type Connection, type ListOrder, type PageArguments } from '@agora/subgraph-kit/connection.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { User } from '../accounts/user.ts'
import type { UsersContext } from '../context.ts'
import { momentAndId } from '../listPage.ts'
import { countNotifications, listNotifications, type NotificationEntry, type NotificationFilter } from './notificationList.ts'
import { preferencesOf, type Preference } from './preferences.ts'

/** A page of messages and what the whole list was asked for by. */
export type NotificationPage = Connection<NotificationEntry> & { readonly filter: NotificationFilter }

const order: ListOrder<NotificationEntry, [string, string]> = {
  name: 'notifications',
  values: momentAndId,
  positionOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
}

// Statuses and channels are the schema's to check; a text that PostgreSQL would refuse is refused before it.
const text = z
  .string()
  .max(100, 'must have at most 100 characters')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be text')
  .nullish()
  .transform((value) => value ?? null)
const filterShape = z.object({ status: text, channel: text, template: text, recipient: text, orderId: text, correlationId: text })
const argumentsShape = z.object({ filter: filterShape.nullish().transform((filter) => filter ?? filterShape.parse({})) })

/** Queries of who looks after the running shop. */
export function notificationQueries(pool: pg.Pool) {
  return {
    async notifications(_: unknown, args: PageArguments & { readonly filter?: unknown }): Promise<NotificationPage> {
      const page = parsePage(args, order)
      const { filter } = readArguments(argumentsShape, { filter: args.filter })
      const stretch = { backward: page.direction === 'backward', position: page.position, fetch: page.fetch }
      return { ...toConnection(await listNotifications(pool, filter, stretch), page), filter }
    },
  }
}

/** Fields of NotificationConnection that are not its own: the whole list is counted only for who asks. */
export const notificationListFields = (pool: pg.Pool) => ({
  totalCount: ({ filter }: NotificationPage): Promise<number> => countNotifications(pool, filter),
})

/** `User.notificationPreferences`: every switch as it stands. */
export const preferencesOfUser = async ({ id }: User, _: unknown, { switches }: UsersContext): Promise<Preference[]> =>
  preferencesOf(await switches.load(id))
