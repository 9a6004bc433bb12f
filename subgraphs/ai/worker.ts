import { readEnvironment } from '@agora/environment/environment.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { startRounds } from '@agora/subgraph-kit/startRounds.ts'
import { startWorker } from '@agora/worker-kit/startWorker.ts'
import { workerEnvironment } from '@agora/worker-kit/workerEnvironment.ts'

import type { RecommendationEvent } from '../../schema/events/ai.ts'
import { catalogue } from '../../schema/events/catalogue.ts'
import { topics } from '../../schema/events/topics.ts'
import { catalogueHandlers } from './catalogue/catalogueHandlers.ts'
import { consumes } from './consumes.ts'
import { purchaseHandlers } from './learning/purchaseHandlers.ts'
import { tellNext } from './recommending/availabilityChanges.ts'

/** How often it is looked whose lists hold what can be had no more or again, in milliseconds. */
const TELL_EVERY_MS = 500
/** So many pieces of that work are one round: it leaves the database most of its time, and stopping waits for no more. */
const MOST_A_ROUND = 2

await startWorker({
  domain: 'ai',
  environment: readEnvironment(workerEnvironment),
  catalogue,
  topics,
  async start({ pool, consume, store: anyStore, metrics, waker, logger }) {
    const store = anyStore as EventStore<RecommendationEvent>
    const late = metrics.counter('late_orders_total', 'Orders that were paired with nothing because they came too late')
    const tell = async (): Promise<void> => {
      for (let left = MOST_A_ROUND; left > 0 && (await tellNext(pool, store)); left -= 1) waker.wake()
    }
    const consumers = await Promise.all([
      consume({ group: 'assortment', topics: consumes.assortment.topics, handlers: catalogueHandlers }),
      consume({ group: 'purchases', topics: consumes.purchases.topics, handlers: purchaseHandlers(store, () => late.inc()) }),
    ])
    return [
      ...consumers,
      startRounds(tell, { everyMs: TELL_EVERY_MS, logger, onFailure: 'Lists that a change of the stock may have changed were not looked at' }),
    ]
  },
})
