import { fileURLToPath } from 'node:url'

import { artefacts } from './artefacts.ts'
import { refresh, staleFiles } from './freshness.ts'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')
const check = process.argv.includes('--check')

try {
  const files = await artefacts(root)
  const subgraphs = [...files.keys()].filter((path) => path.startsWith('schema/subgraphs/')).length
  const changed = check ? staleFiles(root, files) : refresh(root, files)
  if (check && changed.length > 0) {
    console.error(`Stale: ${changed.join(', ')}.\nRun \`npm run compose\` and commit what it writes.`)
    process.exitCode = 1
  } else {
    console.log(`Both composers agree on ${subgraphs} subgraphs; ${check ? 'everything is fresh' : `written: ${changed.join(', ') || 'nothing'}`}.`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
