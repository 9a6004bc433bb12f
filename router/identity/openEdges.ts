import { join } from 'node:path'

import type { Logger } from '@agora/logger/logger.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { createIdentityMinter } from '@agora/security/identityToken.ts'
import { openKeyFolder, type KeyFolder } from '@agora/security/keyFolder.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import type { RouterConfig } from '../config/routerConfig.ts'

/** The router's end of what it shares with each subgraph. */
export interface Edges {
  /** Signs for whom a subgraph is asked; null where no keys are configured. */
  mintFor(subgraph: string): ((viewer: Viewer) => string) | null
  /** The internal ports, by subgraph. */
  readonly callers: ReadonlyMap<string, Caller>
  /** The internal ports of the workers, by the subgraph whose domain they work for; they answer to its name. */
  readonly workers: ReadonlyMap<string, Caller>
  close(): Promise<void>
}

/** The name under which the router signs. */
const SELF = 'router'

/** Opens the key folder `router-<subgraph>` of each subgraph that is called over HTTP. Throws when one holds no key. */
export function openEdges({ identity, subgraphs }: RouterConfig, called: readonly string[], logger: Logger): Edges {
  const minters = new Map<string, (viewer: Viewer) => string>()
  const [callers, workers] = [new Map<string, Caller>(), new Map<string, Caller>()]
  const folder = identity.edgeKeysFolder
  const opened = folder === undefined ? [] : called.map((name) => ({ name, keys: openKeys(join(folder, `${SELF}-${name}`), logger) }))
  for (const { name, keys } of opened) {
    minters.set(name, createIdentityMinter({ keys, audience: name, issuer: SELF }).mint)
    const { internalUrl, workerUrl } = subgraphs[name] ?? {}
    if (internalUrl !== undefined) callers.set(name, createCaller({ baseUrl: internalUrl, keys, caller: SELF, audience: name }))
    if (workerUrl !== undefined) workers.set(name, createCaller({ baseUrl: workerUrl, keys, caller: SELF, audience: name, connections: 1 }))
  }
  return {
    mintFor: (subgraph) => minters.get(subgraph) ?? null,
    callers,
    workers,
    async close() {
      await Promise.all([...callers.values(), ...workers.values()].map((caller) => caller.close()))
      for (const { keys } of opened) keys.close()
    },
  }
}

function openKeys(folder: string, logger: Logger): KeyFolder {
  try {
    return openKeyFolder(folder, { logger })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it holds none'
    throw new Error(
      `The key that the router shares with a subgraph cannot be had from ${folder} (${reason}): make one, or correct identity.edgeKeysFolder.`,
    )
  }
}
