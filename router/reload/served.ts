import { fail, ok, type Result } from '@agora/errors/result.ts'

import { admitSupergraph } from '../authorization/admitSupergraph.ts'
import type { Protection } from '../authorization/readProtection.ts'
import type { CommandLine } from '../config/commandLine.ts'
import type { Lookup } from '../config/expandVariables.ts'
import { defaultConfig, readConfigFile } from '../config/readConfigFile.ts'
import type { RouterConfig } from '../config/routerConfig.ts'
import type { CreateEngine } from '../execution/engine.ts'
import { readSupergraph, type Supergraph } from '../supergraph/readSupergraph.ts'

/** What one generation serves, and what with. */
export interface Served {
  readonly supergraph: Supergraph
  readonly config: RouterConfig
  readonly createEngine: CreateEngine
}

/** How it is read. */
export interface ReadServedOptions {
  readonly commandLine: CommandLine
  readonly lookup: Lookup
  readonly engineFor: (config: RouterConfig, protection: Protection) => CreateEngine
}

/**
 * Reads the files that the command line names, at the start and at every reload, and judges each time anew whether the supergraph may be served.
 * A failure is one sentence for an operator.
 */
export function readServed({ commandLine, lookup, engineFor }: ReadServedOptions): Result<Served, string> {
  const read = commandLine.config === undefined ? ok(defaultConfig) : readConfigFile(commandLine.config, lookup)
  if (!read.ok) return fail(read.error)
  const supergraph = readSupergraph(commandLine.supergraph)
  if (!supergraph.ok) return fail(supergraph.error)
  const { config: said, subgraphsEnforceAuthorization: enforcedBySubgraphs } = read.value
  const knowsViewers = commandLine.jwks !== undefined || said.identity.authority !== undefined || said.identity.issuers.length > 0
  const enforcedHere = commandLine.engine === 'agora'
  const checkedBySubgraphsToo = said.authorization.subgraphsCheckToo
  const protection = admitSupergraph({ supergraph: supergraph.value, enforcedBySubgraphs, checkedBySubgraphsToo, enforcedHere, knowsViewers })
  if (!protection.ok) return fail(protection.error)
  const config = { ...said, listen: { ...said.listen, port: commandLine.port ?? said.listen.port } }
  return ok({ supergraph: supergraph.value, config, createEngine: engineFor(config, protection.value) })
}
