import { createPool } from '@agora/database/pool.ts'
import type { OnStatement } from '@agora/database/watchStatements.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { startSubgraph, type RunningSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import type { UserEvent } from '../../schema/events/users.ts'
import { readProtos } from '../../schema/proto/readProtos.ts'
import { createContext } from './context.ts'
import { demoAccountsRoute } from './demo/demoAccountsRoute.ts'
import { setDemoPasswords } from './demo/demoPasswords.ts'
import { entities } from './entities.ts'
import type { UsersEnvironment } from './env.ts'
import { createChronicle } from './events/chronicle.ts'
import { inboxRoutes } from './mail/inboxPages.ts'
import { handlingsOf } from './notifications/channels/settings.ts'
import { createPasswordHasher, type Derive } from './passwords/passwordHasher.ts'
import { permissions } from './permissions.ts'
import { createResolvers } from './resolvers.ts'
import { createServices } from './services.ts'
import { identityService } from './sessions/identityService.ts'
import { startSweeping } from './sweep.ts'
import { openSigningKeys } from './tokens/signingKeys.ts'
import { typeDefs } from './typeDefs.ts'

/** What a test puts in the place of the world. */
export interface World {
  readonly logger: Logger
  readonly clock?: () => Date
  readonly derive?: Derive
  readonly onStatement?: OnStatement
}

/** Starts the users subgraph: the world outside, then what is made of it, then the doors. */
export async function startUsers(environment: UsersEnvironment, world: World): Promise<RunningSubgraph> {
  const { DATABASE_URL: url, DATABASE_CA_FILE: caFile, DEV: dev, DEMO_PASSWORDS_FILE, SIGNING_KEYS_DIR, TOKEN_ISSUER } = environment
  const { logger, clock = () => new Date(), derive, onStatement } = world
  const metrics = createMetrics('users')
  const pool = createPool({ url, caFile, name: 'users', logger, metrics, ...(onStatement && { onStatement }) })
  const signingKeys = openSigningKeys(SIGNING_KEYS_DIR, { clock, logger })
  const hasher = createPasswordHasher(derive)
  const handlings = handlingsOf(environment)
  const chronicle = createChronicle(createEventStore<UserEvent>({ catalogue }))
  const services = createServices({ pool, chronicle, clock, logger, hasher, signingKeys, issuerName: TOKEN_ISSUER, dev, handlings })
  if (dev && DEMO_PASSWORDS_FILE !== undefined) await setDemoPasswords(DEMO_PASSWORDS_FILE, { pool, hasher, logger })
  const stopSweeping = startSweeping(pool, { clock, logger })

  return startSubgraph({
    name: 'users',
    typeDefs,
    resolvers: createResolvers(services),
    entities,
    permissions,
    createContext: createContext(pool, clock),
    internal: {
      routes: identityService({ db: pool, signingKeys, clock }),
      gets: dev ? [...inboxRoutes(pool), demoAccountsRoute(pool, DEMO_PASSWORDS_FILE)] : [],
      protos: () => readProtos(['identity']),
    },
    environment,
    logger,
    metrics,
    readiness: () => pool.query('SELECT 1'),
    async onStop() {
      stopSweeping()
      signingKeys.close()
      await services.prisma.close()
      await pool.end()
    },
  })
}
