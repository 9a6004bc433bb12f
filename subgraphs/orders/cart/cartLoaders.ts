import DataLoader from 'dataloader'

import type { Viewer } from '@agora/security/viewer.ts'

import { maySee, type Cart, type CartLine } from './cart.ts'
import type { CartReads } from './cartReads.ts'

/** What the viewer may see of carts: whatever belongs to others is as if it did not exist. */
export interface CartLoaders {
  ofOwner(sub: string): Promise<Cart | null>
  byId(id: string): Promise<Cart | null>
  lineById(id: string): Promise<CartLine | null>
}

/** One for each request. Keys of one tick are one statement; nothing is remembered, because a mutation is followed by reading what it made. */
export function createCartLoaders(reads: CartReads, viewer: Viewer): CartLoaders {
  const ofOwner = batched(reads.ofOwners)
  const byId = batched(reads.byId)
  const lineById = batched(reads.linesById)
  const seen = (cart: Cart | null): Cart | null => (cart !== null && maySee(viewer, cart.ownerSub) ? cart : null)
  return {
    // Not even asked for when the answer must not be given.
    ofOwner: async (sub) => (maySee(viewer, sub) ? ofOwner.load(sub) : null),
    byId: async (id) => seen(await byId.load(id)),
    async lineById(id) {
      const owned = await lineById.load(id)
      return owned !== null && maySee(viewer, owned.ownerSub) ? owned.line : null
    },
  }
}

function batched<Found>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>): DataLoader<string, Found | null> {
  const fetch = async (keys: readonly string[]): Promise<(Found | null)[]> => {
    const found = await read([...new Set(keys)])
    return keys.map((key) => found.get(key) ?? null)
  }
  return new DataLoader(fetch, { cache: false })
}
