import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { docstringFaults, linkFaults, nameFaults, textFaults } from './houseRules.ts'
import { importFaults } from './importRoads.ts'
import { sourceFiles } from './sourceFiles.ts'

function faultsOf(root: string, file: string): string[] {
  const names = nameFaults(file)
  // The rules' own texts and samples are no breaches of them.
  if (!/\.(ts|md)$/.test(file) || file.startsWith('tools/lint/')) return names
  const source = readFileSync(`${root}/${file}`, 'utf8')
  if (file.endsWith('.md')) return [...names, ...linkFaults(file, source, (path) => existsSync(`${root}/${path}`))]
  return [...names, ...importFaults(file, source), ...textFaults(file, source), ...docstringFaults(file, source)]
}

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
const { status } = spawnSync(process.execPath, [`${root}/node_modules/oxlint/bin/oxlint`, '--quiet', '.'], { cwd: root, stdio: 'inherit' })
const faults = sourceFiles(root).flatMap((file) => faultsOf(root, file))
for (const fault of faults) console.error(fault)
console.log(`House rules: ${faults.length} breaches.`)
process.exitCode = status === 0 && faults.length === 0 ? 0 : 1
