import { join } from 'node:path'

import type { DatabaseName, Domain } from '@agora/database/domains.ts'
import type { DomainUrls } from '@agora/database/provision.ts'

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
}

const loopback = (port: number | undefined): string => `http://127.0.0.1:${port ?? 0}`

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
  return { name, command: [join('subgraphs', name, 'main.ts')], environment, logFile: folder.log(name) }
}

/** Orders calls products, users and payments at their internal ports. */
export const ordersPlan = (
  facts: StackFacts,
  { users, products, payments }: Readonly<Record<'users' | 'products' | 'payments', Service>>,
): ServicePlan =>
  subgraphPlan('orders', facts, {
    USERS_INTERNAL_URL: loopback(users.ports['internalPort']),
    PRODUCTS_INTERNAL_URL: loopback(products.ports['internalPort']),
    PAYMENTS_INTERNAL_URL: loopback(payments.ports['internalPort']),
  })

/** What payments and its local provider know each other by. */
export type ProviderSecrets = Readonly<Record<'secretKey' | 'webhookSecret', string>>

/** How the local payment provider is run, with webhooks to the router's public port. */
export function providerPlan(
  { folder, logLevel }: StackFacts,
  { secretKey, webhookSecret }: ProviderSecrets,
  { publicPort, port }: { readonly publicPort: number; readonly port: number },
): ServicePlan {
  const environment = {
    PORT: String(port),
    DATA_FILE: join(folder.paymentProvider, 'provider.sqlite'),
    SECRET_KEY: secretKey,
    WEBHOOK_SECRET: webhookSecret,
    WEBHOOK_URL: `${loopback(publicPort)}/webhooks/local`,
    LOG_LEVEL: logLevel,
  }
  const name = 'payment-provider'
  return { name, command: [join('subgraphs', 'payments', 'localProvider', 'main.ts')], environment, logFile: folder.log(name) }
}

/** Payments calls its provider. */
export const paymentsPlan = (facts: StackFacts, { secretKey, webhookSecret }: ProviderSecrets, provider: Service): ServicePlan =>
  subgraphPlan('payments', facts, {
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

/** How the router is run over the subgraphs. */
export function routerPlan({ folder, dev, issuer, logLevel }: StackFacts, subgraphs: readonly Service[], doors: RouterDoors): ServicePlan {
  const addresses = subgraphs.flatMap(({ name, ports }) => [
    [`${name.toUpperCase()}_URL`, `${loopback(ports['graphqlPort'])}/graphql`],
    [`${name.toUpperCase()}_INTERNAL_URL`, loopback(ports['internalPort'])],
  ])
  const environment = {
    HOST: doors.host,
    PORT: String(doors.port),
    OPERATOR_PORT: String(doors.operatorPort),
    EDGE_KEYS_DIR: folder.edgeKeys,
    TOKEN_ISSUER: issuer,
    DEV: String(dev),
    LOG_LEVEL: logLevel,
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...Object.fromEntries(addresses),
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
