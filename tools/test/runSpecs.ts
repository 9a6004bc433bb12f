import { run } from 'node:test'
import { inspect } from 'node:util'

/** How a set of specs ended. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Nothing yet. */
export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

/** Both together. */
export const plus = (a: Counts, b: Counts): Counts => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

/** What to run and how. */
export interface SpecRun {
  readonly files: readonly string[]
  /** How many files run at the same time, each in a process of its own. */
  readonly concurrency: number
  /** Runs again at every change, until the process is interrupted. */
  readonly watch: boolean
  readonly tell: (line: string) => void
}

/** A file that has not ended by then has failed, such as one whose failed test left a server open: its process ends itself. */
const FILE_TIMEOUT_MS = 15 * 60_000
const END_IN_TIME = `data:text/javascript,setTimeout(() => process.exit(1), ${FILE_TIMEOUT_MS}).unref()`

/** Runs spec files and shows one line a file, and all of every failure and skip. */
export async function runSpecs({ files, concurrency, watch, tell }: SpecRun): Promise<Counts> {
  if (files.length === 0) return none
  let counts = none
  const ofFile = new Map<string, Counts>()
  const count = (file: string, one: Partial<Counts>): void => {
    counts = plus(counts, { ...none, ...one })
    ofFile.set(file, plus(ofFile.get(file) ?? none, { ...none, ...one }))
  }
  const execArgv = ['--disable-warning=ExperimentalWarning', ...(watch ? [] : ['--import', END_IN_TIME])]
  const ended = new Set<string>()
  for await (const event of run({ files: [...files], concurrency, watch, execArgv })) {
    if (event.type === 'test:pass' || event.type === 'test:fail') report(event, count, tell)
    else if (event.type === 'test:stderr' || event.type === 'test:stdout') tell(event.data.message.trimEnd().replaceAll(/^/gm, '      '))
    else if (event.type === 'test:summary' && event.data.file !== undefined) {
      const file = shortName(event.data.file)
      ended.add(file)
      const { passed, failed } = ofFile.get(file) ?? none
      tell(`${failed === 0 ? 'ok  ' : 'FAIL'}  ${file} (${passed} passed, ${(event.data.duration_ms / 1000).toFixed(1)} s)`)
    }
  }
  // Whatever became of a file, it must not pass by being silent.
  for (const file of files) {
    if (watch || ended.has(file) || (ofFile.get(file)?.failed ?? 0) > 0) continue
    count(file, { failed: 1 })
    tell(`FAIL  ${file} ended without saying how its tests went`)
  }
  return counts
}

type Outcome = { readonly type: 'test:pass' | 'test:fail'; readonly data: OutcomeData }

interface OutcomeData {
  readonly name: string
  readonly file?: string | undefined
  /** The spec that was run; `file` is where the test is written, which for a suite that several specs share is another. */
  readonly entryFile?: string | undefined
  readonly skip?: string | boolean | undefined
  readonly todo?: string | boolean | undefined
  readonly details: { readonly type?: string | undefined; readonly error?: Failure | undefined }
}

/** What Node says of a failure; the process of a file that failed as a whole left a code or a signal. */
interface Failure extends Error {
  readonly cause?: unknown
  readonly exitCode?: number | null
  readonly signal?: string | null
}

function explain(error: Failure | undefined): string {
  const reason = error?.cause ?? error
  const text = reason instanceof Error ? (reason.stack ?? reason.message) : inspect(reason)
  return error?.exitCode === undefined ? text : `${text} (its process ended with ${error.signal ?? `exit code ${error.exitCode}`})`
}

function report({ type, data }: Outcome, count: (file: string, one: Partial<Counts>) => void, tell: (line: string) => void): void {
  const file = shortName(data.entryFile ?? data.file ?? data.name)
  const { skip, todo, details } = data
  const off = skip ?? todo
  if (off !== undefined && off !== false) {
    count(file, { skipped: 1 })
    tell(`skip  ${data.name}: ${off === true || off === '' ? 'no reason given' : off}`)
  } else if (type === 'test:fail') {
    // A suite fails because a test in it did, and that one is counted.
    if (details.type === 'suite') return
    count(file, { failed: 1 })
    tell(`FAIL  ${data.name}\n      ${file}\n${explain(details.error).replaceAll(/^/gm, '      ')}`)
  } else if (details.type !== 'suite') count(file, { passed: 1 })
}

const shortName = (file: string): string => file.replace(`${process.cwd()}/`, '')
