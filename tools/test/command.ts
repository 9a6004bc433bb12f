import { OperatorError } from '../start/operatorError.ts'
import { checks, DRIFT } from './checks.ts'
import { levelOf, levels, type Level } from './specs.ts'

/** What of all there is to run. */
export interface TestCommand {
  /** Names of checks. */
  readonly checks: ReadonlySet<string>
  readonly specs: Readonly<Record<Level, readonly string[]>>
  readonly watch: boolean
}

const allChecks = [...checks.map(({ name }) => name), DRIFT]

/**
 * Reads the arguments: none is everything, files are those files, `--only` is a level, `checks`, or one check by its name.
 * Throws OperatorError for anything else.
 */
export function readTestCommand(args: readonly string[], all: Readonly<Record<Level, readonly string[]>>): TestCommand {
  const words = args.filter((word) => word !== '--watch' && word !== '--')
  const watch = args.includes('--watch')
  const at = words.indexOf('--only')
  const only = at === -1 ? undefined : words[at + 1]
  const files = words.filter((_, index) => at === -1 || (index !== at && index !== at + 1))
  const command = only === undefined ? everything(all) : select(only, all)
  const chosen = files.length === 0 ? command : { checks: new Set<string>(), specs: byLevel(files) }
  const { int, e2e } = chosen.specs
  if (watch && [chosen.checks.size, int.length, e2e.length, chosen.specs.unit.length].filter((count) => count > 0).length > 1) {
    throw new OperatorError('One level can be watched at a time: add --only unit, --only int, or one file.')
  }
  return { ...chosen, watch }
}

const nothing: Readonly<Record<Level, readonly string[]>> = { unit: [], int: [], e2e: [] }

const everything = (specs: Readonly<Record<Level, readonly string[]>>): Omit<TestCommand, 'watch'> => ({ checks: new Set(allChecks), specs })

function select(only: string, all: Readonly<Record<Level, readonly string[]>>): Omit<TestCommand, 'watch'> {
  const level = levels.find((name) => name === only)
  if (level !== undefined) return { checks: new Set(), specs: { ...nothing, [level]: all[level] } }
  if (only === 'checks') return { checks: new Set(allChecks), specs: nothing }
  if (allChecks.includes(only)) return { checks: new Set([only]), specs: nothing }
  throw new OperatorError(`--only takes ${[...levels, 'checks', ...allChecks].join(', ')}; "${only}" is none of them.`)
}

function byLevel(files: readonly string[]): Record<Level, string[]> {
  const sorted: Record<Level, string[]> = { unit: [], int: [], e2e: [] }
  for (const file of files) {
    const level = levelOf(file)
    if (level === undefined) throw new OperatorError(`${file} is no spec: its name must end in .unit.spec.ts, .int.spec.ts or .e2e.spec.ts.`)
    sorted[level].push(file)
  }
  return sorted
}
