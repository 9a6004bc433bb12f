import type DataLoader from 'dataloader'
import type pg from 'pg'

import type { RequestFacts } from '@agora/subgraph-kit/context.ts'
import { createListLoader, createRequestLoader } from '@agora/subgraph-kit/requestLoader.ts'

import type { User } from './accounts/user.ts'
import { usersByIds } from './accounts/userRepository.ts'
import type { Address } from './addresses/address.ts'
import { addressesByIds, addressesOfUsers } from './addresses/addressRepository.ts'
import { preferencesOfUsers, type StoredPreference } from './notifications/preferenceRepository.ts'
import { sessionsByIds, sessionsOfUsers, type Session } from './sessions/sessionRepository.ts'
import { auditEntriesOf, type AuditEntry, type TrailStretch } from './staff/auditTrail.ts'

/** What every resolver of this subgraph is given. */
export interface UsersContext extends RequestFacts {
  readonly users: DataLoader<string, User | null>
  readonly addresses: DataLoader<string, Address | null>
  readonly addressBooks: DataLoader<string, readonly Address[]>
  readonly sessions: DataLoader<string, Session | null>
  readonly devices: DataLoader<string, readonly Session[]>
  /** The switches of notifications that their owners have set. */
  readonly switches: DataLoader<string, readonly StoredPreference[]>
  /** The loader of one stretch of the audit trails: fields that page alike share a statement. */
  readonly trails: (stretch: TrailStretch) => DataLoader<string, readonly AuditEntry[]>
  /** Forgets what was read, after a mutation. */
  readonly forget: () => void
}

/** Makes the context of one request. */
export function createContext(pool: pg.Pool, clock: () => Date): (facts: RequestFacts) => UsersContext {
  return (facts) => {
    const loaders = createLoaders(pool, clock)
    const trails = createTrailLoaders(pool)
    const forget = (): void => {
      for (const loader of Object.values(loaders)) loader.clearAll()
      trails.clear()
    }
    return { ...facts, ...loaders, trails: trails.of, forget }
  }
}

function createLoaders(pool: pg.Pool, clock: () => Date) {
  const byId = <Row extends { readonly id: string }>(fetch: (ids: readonly string[]) => Promise<readonly Row[]>) =>
    createRequestLoader(fetch, ({ id }: Row) => id)
  const byUser = <Row extends { readonly userId: string }>(fetch: (ids: readonly string[]) => Promise<readonly Row[]>) =>
    createListLoader(fetch, ({ userId }: Row) => userId)
  return {
    users: byId((ids) => usersByIds(pool, ids)),
    addresses: byId((ids) => addressesByIds(pool, ids)),
    addressBooks: byUser((ids) => addressesOfUsers(pool, ids)),
    sessions: byId((ids) => sessionsByIds(pool, ids, clock())),
    switches: byUser((ids) => preferencesOfUsers(pool, ids)),
    devices: byUser((ids) => sessionsOfUsers(pool, ids, clock())),
  }
}

function createTrailLoaders(pool: pg.Pool) {
  const loaders = new Map<string, DataLoader<string, readonly AuditEntry[]>>()
  return {
    of(stretch: TrailStretch): DataLoader<string, readonly AuditEntry[]> {
      const key = JSON.stringify(stretch)
      const loader =
        loaders.get(key) ??
        createListLoader(
          (ids: readonly string[]) => auditEntriesOf(pool, ids, stretch),
          ({ target }) => target,
        )
      loaders.set(key, loader)
      return loader
    },
    clear: () => loaders.clear(),
  }
}
