import { readEnvironment } from '@agora/environment/environment.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { startWorker } from '@agora/worker-kit/startWorker.ts'
import { workerEnvironment } from '@agora/worker-kit/workerEnvironment.ts'

import type { RecommendationEvent } from '../../schema/events/ai.ts'
import { catalogue } from '../../schema/events/catalogue.ts'
import { topics } from '../../schema/events/topics.ts'
import { catalogueHandlers } from './catalogue/catalogueHandlers.ts'
import { consumes } from './consumes.ts'
import { purchaseHandlers } from './learning/purchaseHandlers.ts'

await startWorker({
  domain: 'ai',
  environment: readEnvironment(workerEnvironment),
  catalogue,
  topics,
  start: ({ consume, store, metrics }) => {
    const late = metrics.counter('late_orders_total', 'Orders that were paired with nothing because they came too late')
    return Promise.all([
      consume({ group: 'assortment', topics: consumes.assortment.topics, handlers: catalogueHandlers }),
      consume({
        group: 'purchases',
        topics: consumes.purchases.topics,
        handlers: purchaseHandlers(store as EventStore<RecommendationEvent>, () => late.inc()),
      }),
    ])
  },
})
