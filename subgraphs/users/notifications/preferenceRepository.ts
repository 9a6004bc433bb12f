import type { Queryable } from '@agora/database/transaction.ts'

import type { ChosenPreference } from './preferences.ts'

/** A switch that somebody has set. */
export interface StoredPreference extends ChosenPreference {
  readonly userId: string
}

/** The switches that these accounts have set themselves. */
export async function preferencesOfUsers(db: Queryable, userIds: readonly string[]): Promise<StoredPreference[]> {
  const text = 'SELECT user_id AS "userId", category, channel, enabled FROM notification_preferences WHERE user_id = ANY($1::text[])'
  return (await db.query<StoredPreference>({ name: 'notification_preferences', text, values: [userIds] })).rows
}

const SET = `INSERT INTO notification_preferences (user_id, category, channel, enabled, updated_at)
  SELECT $1, c.category::notification_category, c.channel::notification_channel, c.enabled, $5 FROM unnest($2::text[], $3::text[], $4::boolean[]) AS c(category, channel, enabled)
  ON CONFLICT (user_id, category, channel) DO UPDATE SET enabled = excluded.enabled, updated_at = excluded.updated_at`

/** Sets switches of an account, each named once. The account's row is locked by the caller. */
export async function setPreferences(
  db: Queryable,
  userId: string,
  { choices, now }: { readonly choices: readonly ChosenPreference[]; readonly now: Date },
): Promise<void> {
  const column = <Value>(read: (choice: ChosenPreference) => Value): Value[] => choices.map(read)
  await db.query(SET, [userId, column(({ category }) => category), column(({ channel }) => channel), column(({ enabled }) => enabled), now])
}
