import { join } from 'node:path'

import type { DatabaseName, Domain } from '@agora/database/domains.ts'
import type { DomainUrls } from '@agora/database/provision.ts'
import { kafkaAccessEnvironment } from '@agora/event-bus/kafkaAccess.ts'

import { channelSettings } from '../../subgraphs/users/notifications/channels/settings.ts'
import { repository, type DataFolder } from './dataFolder.ts'
import type { Service, ServicePlan } from './service.ts'

/** What all the plans of a stack are made from. */
export interface StackFacts {
  readonly folder: DataFolder
  readonly urls: Readonly<Record<DatabaseName, DomainUrls>>
  readonly caFile: string | undefined
  readonly dev: boolean
  readonly issuer: string
  readonly logLevel: string
  /** Brokers of the Kafka cluster that is the bus, separated by commas; undefined: the embedded bus is. */
  readonly kafkaBrokers: string | undefined
  /** Whether those who serve calls serve them by gRPC as well. @default false */
  readonly grpc?: boolean | undefined
}

/** What a cluster of the operator's own asks of its clients. */
const kafkaSettings = [...Object.keys(kafkaAccessEnvironment), 'KAFKA_REPLICATION']

/** How mail goes out is the operator's to say: users records by it, and its worker sends. */
const channels = (domain: Domain): Pick<ServicePlan, 'inherits'> => (domain === 'users' ? { inherits: Object.keys(channelSettings) } : {})

/** Only where the development doors are open can anything be made to go wrong. */
const failureFlags = ({ dev, folder }: StackFacts): Readonly<Record<string, string>> => (dev ? { FAILURE_FLAGS_FILE: folder.failureFlags } : {})

const loopback = (port: number | undefined): string => `http://127.0.0.1:${port ?? 0}`

/** A port for gRPC, of those who have protos to serve by it. */
export const grpcPort = ({ grpc = false }: StackFacts): Readonly<Record<string, string>> => (grpc ? { GRPC_PORT: '0' } : {})

/** How a subgraph's process is run: on ports that the system chooses, as the app role of its own database. */
export function subgraphPlan(name: Domain, facts: StackFacts, others: Readonly<Record<string, string>> = {}): ServicePlan {
  const { folder, urls, caFile, dev, issuer, logLevel } = facts
  const own = name === 'users' ? { SIGNING_KEYS_DIR: folder.signingKeys, ...(dev ? { DEMO_PASSWORDS_FILE: folder.demoPasswords } : {}) } : {}
  const environment = {
    GRAPHQL_PORT: '0',
    INTERNAL_PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: urls[name].appUrl,
    DATABASE_CA_FILE: caFile,
    EDGE_KEYS_DIR: folder.edgeKeys,
    TOKEN_ISSUER: issuer,
    LOG_LEVEL: logLevel,
    DEV: String(dev),
    ...own,
    ...others,
  }
  return { name, command: [join('subgraphs', name, 'main.ts')], environment, logFile: folder.log(name), ...channels(name) }
}

/** `<NAME>_INTERNAL_URL` of each service, for whoever calls it. */
export const internalAddress = (services: readonly Service[]): Readonly<Record<string, string>> =>
  Object.fromEntries(services.map(({ name, ports }) => [`${name.toUpperCase()}_INTERNAL_URL`, loopback(ports['internalPort'])]))

function busOf({ urls, caFile, kafkaBrokers }: StackFacts): ServicePlan['environment'] {
  return kafkaBrokers === undefined ? { BUS_DATABASE_URL: urls.bus.appUrl, BUS_DATABASE_CA_FILE: caFile } : { KAFKA_BROKERS: kafkaBrokers }
}

/** How a domain's worker is run: as the app role of its domain's database, and on the bus. */
export function workerPlan(domain: Domain, facts: StackFacts, others: Readonly<Record<string, string>> = {}): ServicePlan {
  const { folder, urls, caFile, logLevel, kafkaBrokers } = facts
  const name = `${domain}-worker`
  const environment = {
    INTERNAL_PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: urls[domain].appUrl,
    DATABASE_CA_FILE: caFile,
    EDGE_KEYS_DIR: folder.edgeKeys,
    LOG_LEVEL: logLevel,
    ...failureFlags(facts),
    ...busOf(facts),
    ...others,
  }
  const inherits = [...(channels(domain).inherits ?? []), ...(kafkaBrokers === undefined ? [] : kafkaSettings)]
  return { name, command: [join('subgraphs', domain, 'worker.ts')], environment, logFile: folder.log(name), inherits }
}

/** What payments and its local provider know each other by. */
export type ProviderSecrets = Readonly<Record<'secretKey' | 'webhookSecret', string>>

/** How the local payment provider is run, with webhooks to the router's public port. */
export function providerPlan(
  facts: StackFacts,
  { secretKey, webhookSecret }: ProviderSecrets,
  { publicPort, port }: { readonly publicPort: number; readonly port: number },
): ServicePlan {
  const { folder, logLevel } = facts
  const environment = {
    PORT: String(port),
    DATA_FILE: join(folder.paymentProvider, 'provider.sqlite'),
    SECRET_KEY: secretKey,
    WEBHOOK_SECRET: webhookSecret,
    WEBHOOK_URL: `${loopback(publicPort)}/webhooks/local`,
    LOG_LEVEL: logLevel,
    ...failureFlags(facts),
  }
  const name = 'payment-provider'
  return { name, command: [join('subgraphs', 'payments', 'localProvider', 'main.ts')], environment, logFile: folder.log(name) }
}

/** Payments calls its provider. */
export const paymentsPlan = (facts: StackFacts, { secretKey, webhookSecret }: ProviderSecrets, provider: Service): ServicePlan =>
  subgraphPlan('payments', facts, {
    ...grpcPort(facts),
    PROVIDER_URL: loopback(provider.ports['port']),
    PROVIDER_SECRET_KEY: secretKey,
    PROVIDER_WEBHOOK_SECRET: webhookSecret,
  })

/** Where the router listens. */
export interface RouterDoors {
  readonly host: string
  readonly port: number
  readonly operatorPort: number
  /** Further variables that router/agora.yaml names, such as RATE_LIMITS. */
  readonly variables?: Readonly<Record<string, string>> | undefined
}

/** What the router knows by address. */
export interface RoutedServices {
  readonly subgraphs: readonly Service[]
  readonly workers: readonly Service[]
}

/** How the router is run over the subgraphs. */
export function routerPlan(facts: StackFacts, { subgraphs, workers }: RoutedServices, doors: RouterDoors): ServicePlan {
  const { folder, dev, issuer, logLevel } = facts
  const addresses = {
    ...Object.fromEntries(subgraphs.map(({ name, ports }) => [`${name.toUpperCase()}_URL`, `${loopback(ports['graphqlPort'])}/graphql`])),
    ...internalAddress(subgraphs),
    ...Object.fromEntries(workers.map(({ name, ports }) => [`${name.toUpperCase().replace('-', '_')}_URL`, loopback(ports['internalPort'])])),
  }
  const environment = {
    HOST: doors.host,
    PORT: String(doors.port),
    OPERATOR_PORT: String(doors.operatorPort),
    EDGE_KEYS_DIR: folder.edgeKeys,
    TOKEN_ISSUER: issuer,
    DEV: String(dev),
    ...failureFlags(facts),
    LOG_LEVEL: logLevel,
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...addresses,
    ...busOf(facts),
    ...doors.variables,
  }
  const command = [
    join('router', 'main.ts'),
    '--supergraph',
    join(repository, 'schema', 'supergraph.graphql'),
    '--config',
    join(repository, 'router', 'agora.yaml'),
  ] as const
  return { name: 'router', command, environment, logFile: folder.log('router') }
}
