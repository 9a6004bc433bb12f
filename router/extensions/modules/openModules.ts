import { parse } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../../config/routerConfig.ts'
import { isRecord } from '../../isRecord.ts'
import type { Lasting } from '../../reload/lasting.ts'
import { sentenceOf } from '../../sentenceOf.ts'
import type { Supergraph } from '../../supergraph/readSupergraph.ts'
import type { Extension } from '../extension.ts'
import type { ModuleParts } from './extensionModule.ts'
import { guardExtension, type Guarded } from './guardExtension.ts'
import { loadModule } from './loadModule.ts'
import { moduleMetrics } from './moduleMetrics.ts'
import { refusals } from './refusals.ts'
import { judge } from './standardSchema.ts'
import { surviveRejections } from './surviveRejections.ts'

/** What modules are opened with. */
export interface OpenModulesOptions {
  readonly supergraph: Pick<Supergraph, 'members'>
  readonly config: Pick<RouterConfig, 'extensions' | 'sharing' | 'cache'>
  readonly lasting: Lasting
  readonly metrics: Metrics
  readonly logger: Logger
  /** So long a module may take to be loaded and to begin. @default 10 000 */
  readonly beginMs?: number
}

/** The hooks of all modules that the config names, in its order. */
export interface OpenModules {
  /** Around requests, operations and planning. */
  readonly around: readonly Extension[]
  /** Around calls to subgraphs. */
  readonly calls: readonly Extension[]
  /** Tells the modules that their generation is closed. */
  close(): void
}

const HOOKS: ReadonlySet<string> = new Set<keyof Extension>(['request', 'operation', 'subgraphCall', 'plan'])
const BEGIN_MS = 10_000

/** Loads the modules that the config names, and has each make its extension. Rejects with a sentence in the message where one cannot be used. */
export async function openModules({ supergraph, config, lasting, metrics, logger, beginMs = BEGIN_MS }: OpenModulesOptions): Promise<OpenModules> {
  const failures = metrics.counter('router_extension_failures_total', "Times that a hook of an operator's module threw.", ['extension', 'hook'])
  if (config.extensions.length > 0) lasting.keep('rejections of extensions', null, surviveRejections(logger))
  const closing = new AbortController()
  const made: Extension[] = []
  for (const { module, options } of config.extensions) {
    const { name } = parse(module)
    const own = logger.child({ extension: name })
    const parts = { logger: own, metrics: moduleMetrics(metrics), subgraphs: supergraph.members.map((member) => member.name), signal: closing.signal }
    const extension = await inTime(openModule(module, { ...parts, options, refuse: refusals }), beginMs)
    if (!extension.ok) {
      closing.abort()
      throw new Error(`The extension ${module} ${extension.error.replace(/\.$/, '')}.`)
    }
    const guarded: Guarded = { name, logger: own, areCallsShared: areShared(config), count: (hook) => failures.inc({ extension: name, hook }) }
    made.push(guardExtension(extension.value, guarded))
  }
  return {
    around: made.map(withoutCalls),
    calls: made.flatMap(({ subgraphCall }) => (subgraphCall === undefined ? [] : [{ subgraphCall }])),
    close: () => closing.abort(),
  }
}

function withoutCalls(extension: Extension): Extension {
  const { subgraphCall: _, ...around } = extension
  return around
}

function areShared({ sharing, cache }: OpenModulesOptions['config']): boolean {
  return sharing.operations || sharing.calls || cache.subgraphs.length > 0
}

async function inTime<Opened>(opening: Promise<Result<Opened, string>>, ms: number): Promise<Result<Opened, string>> {
  const late = new AbortController()
  const result = await Promise.race([opening, wait(ms, null, { signal: late.signal })])
  late.abort()
  return result ?? fail(`has not begun within ${ms} ms`)
}

/** A failure is a sentence without its subject. */
async function openModule(file: string, parts: ModuleParts): Promise<Result<Extension, string>> {
  const loaded = await loadModule(file)
  if (!loaded.ok) return loaded
  const { default: create, options: schema } = loaded.value
  try {
    const options = schema === undefined ? ok(parts.options) : await judge(schema, parts.options ?? {})
    if (!options.ok) return fail(`does not take its options: ${options.error}`)
    return shaped(await create({ ...parts, options: options.value }))
  } catch (error) {
    return fail(`does not begin: ${sentenceOf(error)}`)
  }
}

function shaped(extension: unknown): Result<Extension, string> {
  if (!isRecord(extension)) return fail('answers no extension')
  const foreign = Object.entries(extension).find(([hook, value]) => !HOOKS.has(hook) || !['function', 'undefined'].includes(typeof value))
  if (foreign !== undefined) return fail(`answers \`${foreign[0]}\`, which is no hook; there are ${[...HOOKS].join(', ')}`)
  return ok(extension)
}
