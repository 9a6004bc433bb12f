import { readFileSync } from 'node:fs'

const PATHS = {
  catalogue: 'agora/catalogue/v1/catalogue.proto',
  identity: 'agora/identity/v1/identity.proto',
  inventory: 'agora/inventory/v1/inventory.proto',
  orders: 'agora/orders/v1/orders.proto',
  payments: 'agora/payments/v1/payments.proto',
  webhooks: 'agora/payments/v1/webhooks.proto',
} as const

/** The protos that exist. */
export type ProtoName = keyof typeof PATHS

/** The texts of protos by their path, as `protoRegistry` of `@agora/rpc` takes them. */
export function readProtos(names: readonly ProtoName[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [PATHS[name], readFileSync(new URL(PATHS[name], import.meta.url), 'utf8')]))
}
