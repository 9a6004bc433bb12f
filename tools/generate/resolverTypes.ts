import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { print, type DocumentNode } from 'graphql'

import { repository } from '../start/dataFolder.ts'
import { makeIfStale } from './stamp.ts'

const HEADER = '// Generated from the schema by `npm run generate`: do not edit.\n'

/** Everything stays erasable by type stripping: unions instead of enums, nothing but types. */
const shape = {
  enumsAsTypes: true,
  immutableTypes: true,
  useTypeImports: true,
  strictScalars: true,
  defaultScalarType: 'unknown',
  scalars: {
    DateTime: { input: 'Date', output: 'string | Date' },
    BigInt: { input: 'string', output: 'string | bigint' },
    ID: { input: 'string', output: 'string' },
    _FieldSet: 'string',
  },
  federation: true,
  skipTypename: true,
  maybeValue: 'T | null | undefined',
  inputMaybeValue: 'T | null | undefined',
  emitLegacyCommonJSImports: false,
} as const

/** Generates `__generated__/resolvers.ts` of each subgraph whose SDL or mappers are others than last time. Answers the subgraphs' names. */
export async function generateResolverTypes(): Promise<readonly string[]> {
  const root = join(repository, 'subgraphs')
  const made = await Promise.all(readdirSync(root).map(async (name) => ((await generate(join(root, name))) ? [name] : [])))
  return made.flat()
}

async function generate(folder: string): Promise<boolean> {
  if (!existsSync(join(folder, 'typeDefs.ts'))) return false
  const { typeDefs }: { readonly typeDefs: DocumentNode } = await import(join(folder, 'typeDefs.ts'))
  const config = { ...shape, contextType: contextOf(folder), mappers: await readMappers(folder) }
  const output = join(folder, '__generated__', 'resolvers.ts')
  return makeIfStale({
    output,
    stamp: join(folder, '__generated__', 'resolvers.stamp'),
    inputs: [print(typeDefs), JSON.stringify(config)],
    make: async () => {
      await mkdir(dirname(output), { recursive: true })
      await writeFile(output, HEADER + (await render(output, typeDefs, config)))
    },
  })
}

function render(filename: string, schema: DocumentNode, config: object): Promise<string> {
  const plugins = [{ typescript: {} }, { resolvers: {} }]
  return codegen({ filename, schema, documents: [], config, plugins, pluginMap: { typescript, resolvers } })
}

/** A subgraph's context is the interface of `context.ts` whose name ends so. */
function contextOf(folder: string): string {
  const [, name = 'Context'] = /export (?:interface|type) (\w*Context)\b/.exec(readFileSync(join(folder, 'context.ts'), 'utf8')) ?? []
  return `../context.ts#${name}`
}

/** `mappers.ts` says which GraphQL types a subgraph represents by types of its own: `export const mappers = { User: '../accounts/user.ts#User' }`. */
async function readMappers(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'mappers.ts')
  if (!existsSync(file)) return {}
  const module: { readonly mappers?: Record<string, string> } = await import(file)
  return module.mappers ?? {}
}
