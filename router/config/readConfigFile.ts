import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { parse } from 'yaml'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { isRecord } from '../isRecord.ts'
import { expandVariables, type Lookup } from './expandVariables.ts'
import { isAddress, leavesRightsToVariables } from './issuers.ts'
import { routerConfig, type RouterConfig } from './routerConfig.ts'

/** The phrase by which a config file leaves authorization to the subgraphs. It must stand in the file itself. */
const ENFORCED_BY_SUBGRAPHS = 'enforced-by-subgraphs'

/** A config and whether its file says, word for word, that the subgraphs enforce the supergraph's authorization directives. */
export interface ReadConfig {
  readonly config: RouterConfig
  readonly subgraphsEnforceAuthorization: boolean
}

/** The config of a router without a file. */
export const defaultConfig: ReadConfig = { config: routerConfig.parse({}), subgraphsEnforceAuthorization: false }

/** Reads a config file. A failure is one sentence for the terminal. */
export function readConfigFile(path: string, lookup: Lookup): Result<ReadConfig, string> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return fail(`The config ${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}).`)
  }
  const parsed = parseConfig(text, lookup)
  return parsed.ok ? ok(beside(path, parsed.value)) : fail(`The config ${path} ${parsed.error}`)
}

/** Relative folders in a config are meant from where the file lies, not from where the router was started. */
function beside(path: string, read: ReadConfig): ReadConfig {
  const { explore, extensions, failureFlagsFile: flags, identity, trustedDocuments } = read.config
  const from = (folder: string): string => resolve(dirname(path), folder)
  const operations = explore.operations === undefined ? {} : { operations: from(explore.operations) }
  const edgeKeysFolder = identity.edgeKeysFolder === undefined ? {} : { edgeKeysFolder: from(identity.edgeKeysFolder) }
  const failureFlagsFile = flags === undefined ? {} : { failureFlagsFile: from(flags) }
  return {
    ...read,
    config: {
      ...read.config,
      ...failureFlagsFile,
      explore: { ...explore, ...operations },
      extensions: extensions.map((one) => ({ ...one, module: from(one.module) })),
      identity: { ...identity, ...edgeKeysFolder, issuers: identity.issuers.map((one) => ({ ...one, jwks: keysBeside(path, one.jwks) })) },
      trustedDocuments: { ...trustedDocuments, manifests: trustedDocuments.manifests.map(from) },
    },
  }
}

/** Keys have an address, or lie in a file. */
function keysBeside(path: string, jwks: string): string {
  return isAddress(jwks) ? jwks : resolve(dirname(path), jwks)
}

/**
 * `authorization` is taken from the text before any variable is expanded: whoever can set a variable of the process, or write a supergraph,
 * must not be able to switch off the protection of a schema, nor choose the claim that opens it.
 */
export function parseConfig(text: string, lookup: Lookup): Result<ReadConfig, string> {
  let raw: unknown
  try {
    raw = parse(text) ?? {}
  } catch (error) {
    return fail(`is not YAML: ${error instanceof Error ? error.message.split('\n')[0] : 'it cannot be parsed'}`)
  }
  if (!isRecord(raw)) return fail('must hold keys and values.')
  const { authorization, ...rest } = raw
  const isLeftToSubgraphs = authorization === ENFORCED_BY_SUBGRAPHS
  if (authorization !== undefined && !isLeftToSubgraphs && !isRecord(authorization)) {
    return fail(`may say of authorization only the literal "${ENFORCED_BY_SUBGRAPHS}", or keys and values.`)
  }
  if (leavesRightsToVariables(rest)) return fail('may not leave to a variable which claims of an issuer open fields.')
  const expanded = expandVariables(rest, lookup)
  if (!expanded.ok) return fail(`names variables that are not set: ${expanded.error.join(', ')}.`)
  const checked = routerConfig.safeParse({ ...(expanded.value as object), ...(isRecord(authorization) ? { authorization } : {}) })
  if (!checked.success) return fail(`is not valid: ${checked.error.issues.map(describeIssue).join('; ')}.`)
  return ok({ config: checked.data, subgraphsEnforceAuthorization: isLeftToSubgraphs })
}

function describeIssue({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${path.map(String).join('.') || 'the file'}: ${message}`
}
