import { join } from 'node:path'

import type { Logger } from '@agora/logger/logger.ts'
import { openKeyFolder, type KeyFolder } from '@agora/security/keyFolder.ts'

/** The edges that end at a process. */
export interface EdgeKeys {
  readonly byCaller: Readonly<Record<string, KeyFolder>> & { readonly router: KeyFolder }
  close(): void
}

/** Whose edges to open. */
export interface EdgeKeysOptions {
  /** `EDGE_KEYS_DIR` */
  readonly dir: string
  readonly name: string
  /** Who else than the router calls. */
  readonly callers: readonly string[]
  readonly logger: Logger
}

/** Opens the keys that a subgraph shares with the router and with each further caller: `<dir>/<caller>-<name>`. */
export function openEdgeKeys({ dir, name, callers, logger }: EdgeKeysOptions): EdgeKeys {
  const open = (caller: string): KeyFolder => openKeyFolder(join(dir, `${caller}-${name}`), { logger })
  const others = callers.filter((caller) => caller !== 'router')
  const byCaller = { ...Object.fromEntries(others.map((caller) => [caller, open(caller)])), router: open('router') }
  return {
    byCaller,
    close: () => Object.values(byCaller).forEach((keys) => keys.close()),
  }
}
