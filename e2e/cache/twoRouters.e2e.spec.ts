import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { noRedis, redisUrl } from '@agora/redis/testing/redisUrl.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { freePort } from '../../tools/postgres/freePort.ts'
import { startService, type Service } from '../../tools/start/service.ts'
import { routerPlan } from '../../tools/start/servicePlans.ts'
import type { Stack } from '../../tools/start/stack.ts'
import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { aVariant } from '../people.ts'
import { asksAt, behindTheRouters, shownPrice } from './shop.ts'

const shared = { CACHED_SUBGRAPHS: 'products', CACHE_STORE: 'redis', CACHE_TIMEOUT_MS: '2000', REDIS_URL: redisUrl, REDIS_PREFIX: `${randomUUID()}:` }

interface SecondRouter {
  readonly service: Service
  readonly url: string
  readonly operatorUrl: string
}

/** Another router over the same subgraphs. */
async function startSecond({ url, folder, databases, database, dev, services }: Stack): Promise<SecondRouter> {
  const facts = { folder, urls: databases, caFile: database.caFile, dev, issuer: url, logLevel: 'info', kafkaBrokers: undefined }
  const [port, operatorPort] = [await freePort(), await freePort()]
  const subgraphs = services.filter(({ ports }) => ports['graphqlPort'] !== undefined)
  const workers = services.filter(({ name }) => name.endsWith('-worker'))
  const plan = routerPlan(facts, { subgraphs, workers }, { host: '127.0.0.1', port, operatorPort, variables: { ...shared, REPLICA: '2' } })
  const service = await startService({ ...plan, name: 'router-2', logFile: folder.log('router-2') })
  return { service, url: `http://127.0.0.1:${port}`, operatorUrl: `http://127.0.0.1:${operatorPort}` }
}

describe('two routers that keep in one Redis', { skip: noRedis }, () => {
  let own: OwnStack
  let second: SecondRouter
  before(async () => {
    own = await startOwnStack({ routerVariables: { ...shared, REPLICA: '1' } })
    second = await startSecond(own.stack)
  })
  after(async () => {
    await second?.service.stop()
    await own?.drop()
  })

  test('answer from what the other has asked for, and both show a price at once that changed behind their backs', async () => {
    const one = createGraphqlClient(`${own.stack.url}/graphql`)
    const two = createGraphqlClient(`${second.url}/graphql`)
    // Until a router hears events it keeps nothing.
    const untilKept = async (operatorUrl: string, ask: () => Promise<string>): Promise<string> => {
      const hits = await asksAt(operatorUrl, 'hit')
      while ((await asksAt(operatorUrl, 'hit')) === hits) await ask()
      return ask()
    }
    const [known, id] = [await aVariant(0, one), await aVariant(1, one)]
    await untilKept(second.operatorUrl, () => shownPrice(two, known))
    const before = await untilKept(own.stack.operatorUrl, () => shownPrice(one, id))
    const asked = await asksAt(second.operatorUrl, 'miss')
    for (let time = 0; time < 5; time += 1) assert.equal(await shownPrice(two, id), before)
    assert.equal(await asksAt(second.operatorUrl, 'miss'), asked, 'the other router asks for nothing')

    const behind = behindTheRouters(own.stack)
    for (let round = 1; round < 4; round += 1) {
      const price = String(Number(before) + 1000 * round)
      assert.deepEqual(await behind.setPrice(id, price), [])
      const changedAt = performance.now()
      const shows = async (): Promise<boolean> => (await Promise.all([shownPrice(one, id), shownPrice(two, id)])).every((shown) => shown === price)
      while (!(await shows()) && performance.now() - changedAt < 5000) await wait(10)
      assert.deepEqual([await shownPrice(one, id), await shownPrice(two, id)], [price, price])
      assert.ok(performance.now() - changedAt < 2000, `it took ${Math.round(performance.now() - changedAt)} ms`)
    }
    behind.close()
  })
})
