import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** The repository's root. */
export const repository = resolve(import.meta.dirname, '..', '..')

/** Where everything lies that a clone makes while it runs. Each path is absolute. */
export interface DataFolder {
  readonly root: string
  readonly lock: string
  readonly cluster: string
  readonly superuserPassword: string
  /** A domain's role passwords are kept in `<owner>.json` here. */
  readonly secrets: string
  readonly demoPasswords: string
  /** What payments and its local provider know each other by. */
  readonly paymentProviderSecrets: string
  /** The memory of the local payment provider. */
  readonly paymentProvider: string
  /** What goes wrong on purpose. */
  readonly failureFlags: string
  readonly keys: string
  readonly edgeKeys: string
  readonly signingKeys: string
  /** Says which databases have been seeded. */
  readonly seeded: string
  /** Messages of a Kafka of the stack's own. */
  readonly kafka: string
  readonly logs: string
  readonly compileCache: string
  log(name: string): string
}

/** The folder's map; nothing is made. */
export function dataFolder(root: string): DataFolder {
  const at = (...parts: string[]): string => join(resolve(root), ...parts)
  return {
    root: at(),
    lock: at('lock'),
    cluster: at('postgres', 'cluster'),
    superuserPassword: at('secrets', 'postgres.password'),
    secrets: at('secrets'),
    demoPasswords: at('secrets', 'demo-passwords.json'),
    paymentProviderSecrets: at('secrets', 'payment-provider.json'),
    paymentProvider: at('payment-provider'),
    failureFlags: at('flags.json'),
    keys: at('keys'),
    edgeKeys: at('keys', 'edges'),
    signingKeys: at('keys', 'signing'),
    seeded: at('seeded'),
    kafka: at('kafka'),
    logs: at('logs'),
    compileCache: at('compile-cache'),
    log: (name) => at('logs', `${name}.log`),
  }
}

/** Where the clone keeps its data, unless AGORA_DATA says otherwise. */
export const defaultDataRoot = (variables: NodeJS.ProcessEnv = process.env): string => variables['AGORA_DATA'] || join(repository, '.agora')

/** Draws the secrets of the file that are not there yet, and answers those asked for. The file is readable by its owner alone. */
export async function drawSecrets<Name extends string>(
  file: string,
  names: readonly Name[],
  draw = (): string => randomBytes(18).toString('base64url'),
): Promise<Record<Name, string>> {
  const kept: Record<string, string> = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'))
  const all = Object.fromEntries(names.map((name) => [name, kept[name] ?? draw()]))
  if (names.some((name) => kept[name] === undefined)) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, `${JSON.stringify({ ...kept, ...all }, null, 2)}\n`, { mode: 0o600 })
  }
  return all as Record<Name, string>
}
