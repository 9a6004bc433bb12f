import { isId } from '@agora/ids/typeId.ts'
import { hasScope } from '@agora/security/viewer.ts'
import type { EntityBatches, Representation } from '@agora/subgraph-kit/entities.ts'

import { findCategory } from './category/categoryResolvers.ts'
import type { Context } from './context.ts'
import type { Location } from './inventory/stockReads.ts'
import { findProduct } from './product/productResolvers.ts'
import { findVariant } from './variant/variantResolvers.ts'

/** The entities of this subgraph, a statement a type and key. What is missing and what the viewer may not see are both null. */
export const entities: EntityBatches<Context> = {
  Product: (keys, context) => Promise.all(keys.map((key) => findProduct({ id: key['id'], slug: key['slug'] }, context))),
  Variant: (keys, context) => Promise.all(keys.map((key) => findVariant({ id: key['id'], sku: key['sku'] }, context))),
  Category: (keys, context) => Promise.all(keys.map((key) => findCategory({ id: key['id'] }, context))),
  Location: (keys, context) => Promise.all(keys.map((key) => findLocation(key, context))),
}

/** Locations are for staff: their very existence is, too. */
async function findLocation({ id }: Representation, { loaders, viewer }: Context): Promise<Location | null> {
  const known = typeof id === 'string' && isId('Location', id) && hasScope(viewer, 'inventory:read')
  return known ? loaders.locationById.load(id) : null
}
