import type { SubgraphContext } from '@agora/subgraph-kit/context.ts'
import type { EntityBatches } from '@agora/subgraph-kit/entities.ts'
import { anyone, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

// The two subgraphs that stand beside products: they exist to ask it for what only federation can bring together.

/** A subgraph without its SDL. */
export interface Neighbour {
  readonly resolvers: object
  readonly entities: EntityBatches<SubgraphContext>
  readonly permissions: PermissionTree
}

const open = (...types: readonly string[]): PermissionTree => Object.fromEntries(types.map((type) => [type, anyone]))

/** Knows how long people have been employed, and tells another name and another number of products than `products` does. */
export const users: Neighbour = {
  resolvers: {},
  entities: { User: (asked) => asked.map(({ email }) => ({ email, name: 'overridden', totalProductsCreated: 40, yearsOfEmployment: 10 })) },
  permissions: open('Query', 'User'),
}

const inventory = { __typename: 'OpenSourceInventory', id: 'apollo-oss', products: [{ id: 'apollo-federation' }, { id: 'apollo-studio' }] }

/** Estimates deliveries from dimensions that it must be told, and owns the interface that products extends. */
export const inventories: Neighbour = {
  resolvers: {
    Query: { inventory: (_: unknown, { id }: { id: string }) => (id === inventory.id ? inventory : null) },
    Product: {
      delivery({ dimensions }: { dimensions?: { size: string; weight: number } }, { zip }: { zip?: string }) {
        return dimensions?.size === 'small' && dimensions.weight === 1 && zip === '94111'
          ? { estimatedDelivery: '5/1/2019', fastestDelivery: '5/1/2019' }
          : null
      },
    },
  },
  entities: {
    Product: (asked) => asked.map(({ id, dimensions }) => ({ id, dimensions })),
    OpenSourceInventory: (asked) => asked.map(({ id }) => (id === inventory.id ? inventory : null)),
    Inventory: (asked) => asked.map(({ id }) => (id === inventory.id ? inventory : null)),
  },
  permissions: open('Query', 'Product', 'ProductDimension', 'DeliveryEstimates', 'OpenSourceInventory'),
}
