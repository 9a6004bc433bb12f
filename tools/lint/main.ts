import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { dependencyFaults, type Manifest } from './dependencyFaults.ts'
import { commandFaults, docstringFaults, linkFaults, nameFaults, textFaults } from './houseRules.ts'
import { importFaults } from './importRoads.ts'
import { sourceFiles } from './sourceFiles.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
const manifestOf = (file: string): Manifest & { readonly scripts?: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(`${root}/${file}`, 'utf8'))
const scripts = new Set(Object.keys(manifestOf('package.json').scripts ?? {}))

function faultsOf(file: string): string[] {
  const names = nameFaults(file)
  // The rules' own texts and samples are no breaches of them.
  if (!/\.(ts|md)$/.test(file) || file.startsWith('tools/lint/')) return names
  const source = readFileSync(`${root}/${file}`, 'utf8')
  if (file.endsWith('.md'))
    return [...names, ...linkFaults(file, source, (path) => existsSync(`${root}/${path}`)), ...commandFaults(file, source, scripts)]
  return [...names, ...importFaults(file, source), ...textFaults(file, source), ...docstringFaults(file, source)]
}

const { status } = spawnSync(process.execPath, [`${root}/node_modules/oxlint/bin/oxlint`, '--quiet', '.'], { cwd: root, stdio: 'inherit' })
const files = sourceFiles(root)
const manifests = files.filter((file) => /(^|\/)package\.json$/.test(file)).map(manifestOf)
const faults = [...files.flatMap((file) => faultsOf(file)), ...dependencyFaults(readFileSync(`${root}/docs/dependencies.md`, 'utf8'), manifests)]
for (const fault of faults) console.error(fault)
console.log(`House rules: ${faults.length} breaches.`)
process.exitCode = status === 0 && faults.length === 0 ? 0 : 1
