import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { DatabaseName } from '@agora/database/domains.ts'
import { provision } from '@agora/database/provision.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { topics } from '../../schema/events/topics.ts'
import { migrate } from '../../tools/db/migrate.ts'
import { missingForKafka } from '../../tools/kafka/artifacts.ts'
import { startKafka } from '../../tools/kafka/startKafka.ts'
import { startPostgres } from '../../tools/postgres/startPostgres.ts'

/** A bus under measurement. */
export interface BenchBus {
  readonly name: string
  readonly bus: EventBus
}

/** Servers of the bench's own, as durable as in earnest. */
export interface BenchPlaces {
  /** The app role's address of a domain's database with an event store. */
  readonly storeUrl: string
  readonly buses: readonly BenchBus[]
  close(): Promise<void>
}

const logger = createLogger({ service: 'bench', level: 'error' })

/** Starts PostgreSQL, and Kafka where the machine can. */
export async function openPlaces(): Promise<BenchPlaces> {
  const folder = await mkdtemp(join(tmpdir(), 'agora-bench-'))
  await chmod(folder, 0o711)
  const server = await startPostgres({
    dataDir: join(folder, 'cluster'),
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'postgres.log'),
  })
  const prepare = async (domain: DatabaseName): Promise<string> => {
    const urls = await provision({ adminUrl: server.url, domain, ownerPassword: 'bench', appPassword: 'bench' })
    await migrate({ domain, url: urls.ownerUrl, caFile: undefined })
    return urls.appUrl
  }
  const storeUrl = await prepare('ai')
  const buses = [{ name: 'postgres', bus: await openBus({ busUrl: await prepare('bus'), name: 'bench', topics, logger }) }]
  const kafka =
    (await missingForKafka()) === undefined ? await startKafka({ folder: join(folder, 'kafka'), logFile: join(folder, 'kafka.log') }) : undefined
  if (kafka !== undefined) buses.push({ name: 'kafka', bus: await openBus({ kafkaBrokers: [kafka.brokers], name: 'bench', topics, logger }) })
  return {
    storeUrl,
    buses,
    close: async () => {
      for (const { bus } of buses) await bus.close()
      await kafka?.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
