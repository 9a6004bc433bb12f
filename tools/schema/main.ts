import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { buildSchema, parse } from 'graphql'

import { readSupergraphConfig } from '../compose/supergraphConfig.ts'
import { changeReport, committedApi } from './breakingChanges.ts'
import { readOperations } from './operations.ts'
import { schemaFaults } from './schemaFaults.ts'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

const { federation, subgraphs } = readSupergraphConfig(read('supergraph.yaml'))
const api = buildSchema(read('schema/api.graphql'))
const operations = readOperations(pathToFileURL(`${root}/schema/operations/`))
const faults = schemaFaults({ subgraphs: subgraphs.map(({ name, file }) => ({ name, typeDefs: parse(read(file)) })), federation, api, operations })

for (const fault of faults) console.error(fault)
const before = committedApi(root)
const changes = before === null ? [] : changeReport(before, api)
for (const change of changes) console.log(`Since the last commit, ${change}`)
console.log(`Schema: ${faults.length} faults; ${operations.length} files of client operations; ${changes.length} changes that a client could notice.`)
process.exitCode = faults.length === 0 ? 0 : 1
