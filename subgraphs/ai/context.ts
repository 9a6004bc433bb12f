import DataLoader from 'dataloader'

import type { RequestFacts, SubgraphContext } from '@agora/subgraph-kit/context.ts'

import type { Recommender } from './recommending/recommend.ts'
import type { Recommendation } from './recommending/recommendation.ts'

/** What the resolvers of one request share. */
export interface AiContext extends SubgraphContext {
  readonly recommender: Recommender
  /** The products related to one, asked for once a request however often it appears. */
  readonly related: DataLoader<string, Recommendation[]>
}

/** Makes the context of a request. */
export const createContextOf =
  (recommender: Recommender) =>
  (facts: RequestFacts): AiContext => ({
    ...facts,
    recommender,
    related: new DataLoader((productIds) => recommender.relatedTo(productIds)),
  })
