import { spawn } from 'node:child_process'

/** The one that wrote the lockfile. Not in package.json: there pnpm would want its own packages in the lockfile too, and fetch itself a second time. */
export const INSTALLER = 'pnpm@12.21.0'
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|META_FETCH_FAIL|network/i
const KEPT = 20_000

const sentence = (text) => Object.assign(new Error(text), { sentence: text })

/** The arguments of npx that bring the pinned pnpm and have it install exactly the lockfile. */
export const installArguments = ['-y', INSTALLER, 'install', '--frozen-lockfile', '--reporter=append-only', '--config.confirmModulesPurge=false']

/** The sentence for a failed installation, by what the tools wrote. */
export function explain(output, code) {
  if (OFFLINE.test(output))
    return 'The dependencies could not be installed because the npm registry cannot be reached: check the connection (or the proxy and registry of npm) and run the command again.'
  return `The dependencies could not be installed (pnpm ended with ${code}; its lines are above): mend that and run the command again.`
}

/** Installs the dependencies, showing the installer's lines as they come. */
export async function install(repository) {
  process.stdout.write('Installing the dependencies from the lockfile (the first time takes about half a minute) …\n')
  const child = spawn('npx', installArguments, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const show = (from, to) =>
    from.on('data', (chunk) => {
      output = (output + chunk).slice(-KEPT)
      to.write(chunk)
    })
  show(child.stdout, process.stdout)
  show(child.stderr, process.stderr)
  const code = await new Promise((resolve, reject) => {
    child.once('error', () => reject(sentence('npx was not found: install npm, which comes with Node, and run the command again.')))
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal))
  })
  if (code !== 0) throw sentence(explain(output, code))
}
