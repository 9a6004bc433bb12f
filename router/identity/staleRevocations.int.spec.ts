import assert from 'node:assert/strict'
import { test } from 'node:test'

import { ok } from '@agora/errors/result.ts'
import { drain } from '@agora/http-server/drain.ts'
import { listen } from '@agora/http-server/listen.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { Principal } from '@agora/security/viewer.ts'

import { routerConfig } from '../config/routerConfig.ts'
import { createGraphqlDoor } from '../doors/graphqlDoor.ts'
import { serveDoors } from '../doors/serveDoors.ts'
import { switchOffForeignTelemetry } from '../env.ts'
import { createAnswerOperation } from '../execution/answerOperation.ts'
import { createApolloGatewayEngine } from '../execution/apolloGateway.ts'
import { openSubgraphs } from '../execution/subgraphs.ts'
import { createAcceptedOperations } from '../operation/acceptedOperations.ts'
import { createDirectAnswers } from '../operation/directAnswers.ts'
import { createGraphqlServer } from '../operation/graphqlServer.ts'
import { parseSupergraph } from '../supergraph/readSupergraph.ts'
import { ask, codesOf } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { createIdentity } from './identify.ts'
import type { Freshness } from './revocations.ts'

const user: Principal = { kind: 'user', sub: 'usr_1', sid: 'ses_1', roles: ['CUSTOMER'], scopes: [], amr: [], acr: '', authTime: 0 }

test('with a list older than a minute, reads of signed-in users go on and their mutations wait', async () => {
  switchOffForeignTelemetry()
  const graph = await startSmallGraph()
  const supergraph = parseSupergraph(graph.sdl)
  assert.ok(supergraph.ok)
  const logger = createLogger({ service: 'router', level: 'silent' })
  const subgraphs = openSubgraphs({
    supergraph: supergraph.value,
    config: routerConfig.parse({}),
    mintFor: () => null,
    createNode: null,
    observe: () => undefined,
    extensions: [],
  })
  const engine = await createApolloGatewayEngine({ supergraph: supergraph.value, ask: subgraphs.ask, call: subgraphs.call, extensions: [], logger })
  let freshness: Freshness = 'stale'
  const verify = async (token: string) => ok({ ...user, kind: token === 'guest' ? ('guest' as const) : ('user' as const) })
  const identity = createIdentity({ verify, revocations: { isRevoked: () => false, freshness: () => freshness } })
  const accepted = createAcceptedOperations(engine.apiSchema, 20_000)
  const answer = createAnswerOperation({ engine, denialsIn: 'errors', extensions: [] })
  const direct = createDirectAnswers({ accepted, identity, answer })
  const server = createGraphqlServer({
    engine,
    accepted,
    answer,
    identity,
    documents: { registered: null, guard: null },
    introspection: true,
    maxNodes: 20_000,
    landingPage: null,
    logger,
  })
  await server.start()
  const door = createGraphqlDoor({
    server,
    direct,
    identity,
    rateLimits: { ofAddress: async () => null, ofUser: async () => null, ofClient: null },
    clientName: () => undefined,
    settleDocument: (words) => ok({ words, source: undefined }),
    checkDocument: () => null,
    requireAuthentication: false,
    observeOverhead: () => undefined,
    bodyBytes: 10_000,
    batching: { enabled: false, max: 1 },
    mayChange: () => true,
    acceptsParts: () => false,
    extensions: [],
  })
  const running = await listen(serveDoors({ doors: { '/graphql': door }, clientAddress: () => '', logger, observe: () => undefined }), { port: 0 })

  const as = (name: string) => ({ headers: { authorization: `Bearer ${name}` } })
  const change = 'mutation { rename(id: "p1", name: "Pot") { name } }'
  assert.deepEqual((await ask(running, change, as('user'))).json, { data: { rename: { name: 'Pot' } } })

  freshness = 'expired'
  graph.calls.splice(0)
  const refused = await ask(running, change, as('user'))
  assert.deepEqual([refused.status, codesOf(refused), refused.headers['retry-after'], graph.calls.length], [503, ['IDENTITY_UNAVAILABLE'], '1', 0])
  assert.equal((await ask(running, '{ locations }', as('user'))).status, 200)
  assert.equal((await ask(running, change, as('guest'))).status, 200)
  assert.equal((await ask(running, change)).status, 200)

  await drain(running.server, { graceMs: 1000 })
  await server.stop()
  await subgraphs.close()
  await graph.stop()
})
