import { codedError } from '@agora/errors/graphqlError.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import type { Resolvers } from './__generated__/resolvers.ts'
import { MAX_LIST, type ProductReference } from './recommending/recommendation.ts'

function countOf(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_LIST) return first
  throw codedError('BAD_USER_INPUT', `\`first\` must be between 1 and ${MAX_LIST}`)
}

const isSelf = (viewer: Viewer, userId: string): boolean => viewer.kind === 'user' && viewer.sub === userId

const product = (id: string | null): ProductReference | null => (id === null ? null : { id })

/** Every resolver of the subgraph. */
export const resolvers = {
  Product: {
    related: async ({ id }, { first }, { related }) => (await related.load(id)).slice(0, countOf(first)),
  },
  User: {
    recommendations: async ({ id }, { first }, { viewer, recommender }) => {
      const count = countOf(first)
      return isSelf(viewer, id) ? (await recommender.forUser(id)).slice(0, count) : []
    },
    buyAgain: async ({ id }, { first }, { viewer, recommender }) => {
      const count = countOf(first)
      return isSelf(viewer, id) ? (await recommender.again(id)).slice(0, count) : []
    },
  },
  Cart: {
    recommendations: async ({ variantIds }, { first }, { viewer, recommender }) => {
      const count = countOf(first)
      return (await recommender.withVariants(variantIds, viewer.kind === 'anonymous' ? null : viewer.sub)).slice(0, count)
    },
  },
  Recommendation: {
    product: ({ productId }) => product(productId),
    because: ({ because }) => product(because),
  },
} satisfies Resolvers
