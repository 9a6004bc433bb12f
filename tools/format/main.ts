import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const check = process.argv.includes('--check')
const { status } = spawnSync(process.execPath, [`${root}node_modules/oxfmt/bin/oxfmt`, ...(check ? ['--check'] : []), '.'], {
  cwd: root,
  stdio: 'inherit',
})
if (check && status !== 0) console.error('Run `npm run format` and commit what it writes.')
process.exitCode = status ?? 1
