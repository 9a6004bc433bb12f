import type { Queryable } from '@agora/database/transaction.ts'

/** News of an account, as the bus brings it. */
export interface AccountNews {
  readonly type: string
  /** The id of the account. */
  readonly stream: string
  readonly occurredAt: Date
}

/** What each type of news says: whether the account is open. */
const activeAfter: Readonly<Record<string, boolean>> = { 'user.registered': true, 'user.deactivated': false, 'user.reactivated': true }

/** Types of events that are news. */
export const accountNews = Object.keys(activeAfter)

// Old news changes nothing but what is known of the beginning.
const NOTE = `
insert into report_accounts as a (user_id, active, registered_at, told_at) values ($1, $2, $3, $4)
on conflict (user_id) do update
   set registered_at = coalesce(a.registered_at, excluded.registered_at),
       active = case when excluded.told_at >= a.told_at then excluded.active else a.active end,
       told_at = greatest(a.told_at, excluded.told_at)`

/** Notes that an account was opened, closed or opened again; in whatever order the news come, the latest holds. */
export async function noteAccount(client: Queryable, { type, stream, occurredAt }: AccountNews): Promise<void> {
  const active = activeAfter[type]
  if (active === undefined) return
  const registeredAt = type === 'user.registered' ? occurredAt : null
  await client.query({ name: 'reportAccountNote', text: NOTE, values: [stream, active, registeredAt, occurredAt] })
}
