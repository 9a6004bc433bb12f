import { readFileSync } from 'node:fs'

/** The protos that exist, by the name of their folder under `agora/`. */
export type ProtoName = 'catalogue' | 'identity' | 'inventory' | 'orders' | 'payments'

/** The texts of protos by their path, as `protoRegistry` of `@agora/rpc` takes them. */
export function readProtos(names: readonly ProtoName[]): Record<string, string> {
  const paths = names.map((name) => `agora/${name}/v1/${name}.proto`)
  return Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(path, import.meta.url), 'utf8')]))
}
