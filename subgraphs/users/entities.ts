import type DataLoader from 'dataloader'

import { isId, type Kind } from '@agora/ids/typeId.ts'
import type { EntityBatches, Representation } from '@agora/subgraph-kit/entities.ts'

import type { UsersContext } from './context.ts'
import { maySee } from './viewerAccount.ts'

/**
 * Entities by their ids. Whoever may not see an account gets null for it and for what belongs to it, as if it did not exist.
 */
export const entities: EntityBatches<UsersContext> = {
  User: (representations, { users, viewer }) => seen(idsOf('User', representations), users, ({ id }) => maySee(viewer, id)),
  Address: (representations, { addresses, viewer }) => seen(idsOf('Address', representations), addresses, ({ userId }) => maySee(viewer, userId)),
  Session: (representations, { sessions, viewer }) => seen(idsOf('Session', representations), sessions, ({ userId }) => maySee(viewer, userId)),
}

/** The ids asked for; null where something else was sent. */
function idsOf(kind: Kind, representations: readonly Representation[]): (string | null)[] {
  return representations.map(({ id }) => (typeof id === 'string' && isId(kind, id) ? id : null))
}

async function seen<Row>(
  ids: readonly (string | null)[],
  loader: DataLoader<string, Row | null>,
  mayBeSeen: (row: Row) => boolean,
): Promise<(Row | null)[]> {
  const rows = await Promise.all(ids.map((id) => (id === null ? null : loader.load(id))))
  return rows.map((row) => (row !== null && mayBeSeen(row) ? row : null))
}
