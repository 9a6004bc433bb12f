import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import { isRecord } from '../../isRecord.ts'
import { sentenceOf } from '../../sentenceOf.ts'
import type { ExtensionModule } from './extensionModule.ts'
import { isStandardSchema } from './standardSchema.ts'

/** How often a text was loaded in vain: Node remembers that too, and would not try again. */
const failures = new Map<string, number>()

/**
 * Loads an operator's module, TypeScript or JavaScript. Its address carries the hash of its text, so that a changed file is another module and an unchanged one the same,
 * with its state. A failure is one sentence without a subject.
 */
export async function loadModule(file: string): Promise<Result<ExtensionModule, string>> {
  const text = await readFile(file).catch(() => null)
  if (text === null) return fail('cannot be read')
  const address = `${pathToFileURL(file).href}?sha256=${createHash('sha256').update(text).digest('hex')}`
  const failed = failures.get(address) ?? 0
  let module: unknown
  try {
    module = await import(failed === 0 ? address : `${address}&again=${failed}`)
  } catch (error) {
    failures.set(address, failed + 1)
    return fail(`cannot be loaded: ${sentenceOf(error)}`)
  }
  return shaped(module)
}

function shaped(module: unknown): Result<ExtensionModule, string> {
  const { default: create, options } = isRecord(module) ? module : {}
  if (typeof create !== 'function') return fail('exports no function by default')
  if (options !== undefined && !isStandardSchema(options)) return fail('exports `options`, but that is no schema')
  const made: ExtensionModule['default'] = (parts) => create(parts) as ReturnType<ExtensionModule['default']>
  return ok(options === undefined ? { default: made } : { default: made, options })
}
