import pg from 'pg'

import { domains, type Domain } from '@agora/database/domains.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { readConsumers } from '../../../tools/events/registry.ts'
import { repository } from '../../../tools/start/dataFolder.ts'
import type { CrashStack } from '../harness/crashStack.ts'
import type { Request } from '../load/promises.ts'
import type { Facts } from './facts.ts'
import { readConsumed, readEffects, readGivenUp, readMessages, readPublished, readStored } from './readEvents.ts'
import { readOrderFacts } from './readOrders.ts'
import { readPaymentFacts, readProviderFacts, readStockFacts } from './readParticipants.ts'
import { readProjectionFaults } from './readProjections.ts'

/** Reads everything that is judged, past all gates. */
export interface FactReader {
  read(told: readonly Request[]): Promise<Facts>
  close(): Promise<void>
}

/** Opens it over a stack whose databases run. */
export function openFactReader(stack: CrashStack, begun: Date): FactReader {
  const open = (url: string): pg.Pool => new pg.Pool({ connectionString: url, max: 2 }).on('error', () => undefined)
  const pools = Object.fromEntries(domains.map((domain) => [domain, open(stack.urls[domain].ownerUrl)])) as Record<Domain, pg.Pool>
  const counter = open(stack.counterUrl)
  const read = async (told: readonly Request[]): Promise<Facts> => {
    const consumers = await readConsumers(repository)
    const stored = await Promise.all(domains.map((domain) => readStored(pools[domain], begun)))
    const done = await Promise.all(domains.map((domain) => readConsumed(pools[domain], domain, consumers)))
    const givenUp = await Promise.all([...domains.map((domain) => readGivenUp(pools[domain])), readGivenUp(counter)])
    return {
      told,
      ...(await readOrderFacts(pools.orders)),
      ...(await readStockFacts(pools.products)),
      ...(await readPaymentFacts(pools.payments)),
      provider: await readProviderFacts(stack.provider),
      stored: stored.flat(),
      published: await readBus(stack),
      effects: await readEffects(counter),
      consumers: done.flat(),
      messages: await readMessages(pools.users),
      projectionFaults: await readProjectionFaults(pools.orders),
      deadLetters: givenUp.flat(),
    }
  }
  return {
    read,
    close: async () => void (await Promise.all([counter, ...Object.values(pools)].map((pool) => pool.end()))),
  }
}

async function readBus({ broker, urls }: CrashStack): Promise<string[]> {
  const place = broker === undefined ? { busUrl: urls.bus.ownerUrl } : { kafkaBrokers: [broker.address] }
  const bus = await openBus({ ...place, name: 'crash-reader', logger: createLogger({ service: 'crash', level: 'silent' }) })
  try {
    return await readPublished(bus)
  } finally {
    await bus.close()
  }
}
