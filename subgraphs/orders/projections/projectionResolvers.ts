import type { Queryable } from '@agora/database/transaction.ts'
import { beginRebuild } from '@agora/event-store/projectionPlace.ts'
import { statusOf, type ProjectionStatus } from '@agora/event-store/projectionStatus.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { refusal } from '../staffChanges/refusal.ts'
import { projectionNames } from './projections.ts'

/** The projections that a worker has started at least once. */
async function statuses(database: Queryable): Promise<ProjectionStatus[]> {
  const { rows } = await database.query<{ name: string }>('select name from event_projections where name = any($1::text[]) order by name', [
    [...projectionNames],
  ])
  return Promise.all(rows.map(({ name }) => statusOf(database, name)))
}

/** How read models stand. The worker writes them; any process can tell, because it stands in the database. */
export const projectionResolvers = {
  Query: {
    projections: (_, __, { commerce }) => statuses(commerce.pool),
  },
  Mutation: {
    async rebuildProjection(_, { input: { name } }, { commerce }) {
      const known = (projectionNames as readonly string[]).includes(name)
      if (!known || !(await beginRebuild(commerce.pool, name))) {
        return { projection: null, userErrors: [refusal('NOT_FOUND' as const, 'There is no such read model', 'name')] }
      }
      commerce.wake()
      return { projection: await statusOf(commerce.pool, name), userErrors: [] }
    },
  },
} satisfies Resolvers
