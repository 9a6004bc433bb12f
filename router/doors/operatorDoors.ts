import type { Metrics } from '@agora/metrics/metrics.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import type { ServiceState } from '../traffic/subgraphProbes.ts'
import { notFound, onlyMethods, sendJson, sendText } from './answers.ts'
import type { Door } from './exchange.ts'
import { createFlagsDoor } from './flagsDoor.ts'
import { isCalledLocally } from './isCalledLocally.ts'
import { isPlainPath, passOn } from './passOn.ts'
import type { Doors } from './serveDoors.ts'

/** What stands behind the development doors. */
export interface DevelopmentParts {
  /** The internal port of the subgraph that keeps pages for developers. */
  readonly pages: Caller | null
  /** Where it is written what goes wrong on purpose. */
  readonly flagsFile: string | undefined
}

/** What stands behind the operator's port. */
export interface OperatorParts {
  readonly metrics: Metrics
  readonly services: () => Promise<readonly ServiceState[]>
  /** The internal ports, by subgraph. */
  readonly callers: ReadonlyMap<string, Caller>
  /** Those of the workers, by the subgraph whose domain they work for. */
  readonly workers: ReadonlyMap<string, Caller>
  /** Null where the development doors are shut. */
  readonly development: DevelopmentParts | null
}

/** The doors for operators: loopback or cluster only. */
export function createOperatorDoors({ metrics, services, callers, workers, development }: OperatorParts): Doors {
  const own: Doors = {
    '/metrics': onlyMethods(['GET'], async (exchange) => sendText(exchange, 200, { type: metrics.registry.contentType, body: await metrics.text() })),
    '/services': onlyMethods(['GET'], async (exchange) => sendJson(exchange, 200, { services: await services() })),
  }
  const all = [...callers, ...[...workers].map(([name, caller]) => [`${name}-worker`, caller] as const)]
  const foreign = all.map(([name, caller]) => [`/metrics/${name}`, passOn({ caller, target: () => '/metrics' })] as const)
  return { ...own, ...Object.fromEntries(foreign), ...(development === null ? {} : developmentDoors(development)) }
}

function developmentDoors({ pages, flagsFile }: DevelopmentParts): Doors {
  return {
    ...(flagsFile === undefined ? {} : { '/dev/flags': createFlagsDoor(flagsFile) }),
    ...(pages === null ? {} : { '/dev/': pagesDoor(pages) }),
  }
}

/**
 * Passes `/dev/…` on to the internal port of the subgraph that keeps it. It shows the messages of everybody, so it answers only when it was called by
 * a loopback name.
 */
function pagesDoor(caller: Caller): Door {
  const door = passOn({ caller, target: (path, search) => `${path}${search}`, keep: ['content-security-policy'] })
  return (exchange) => (isCalledLocally(exchange) && isPlainPath(exchange.path) ? door(exchange) : notFound(exchange))
}
