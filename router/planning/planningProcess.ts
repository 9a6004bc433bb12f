import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a planning process says: that it is ready (its first word), a plan, or why there is none. */
export type Said = { readonly ready: true } | { readonly plan: unknown } | { readonly failure: string }

/** A planner in a process of its own: it starts when it is asked, ends when it is not, and may break down over an operation. */
export interface PlanningProcess<Question> {
  /** The plan, as JSON brings it. Rejects when there is none, when it takes too long, and when the process breaks down over it: then for good. */
  readonly ask: (question: Question) => Promise<unknown>
  /** Ends it; questions that wait are rejected, as are all that follow. */
  readonly stop: () => void
}

/** Bounds of a planning process. */
export interface ProcessLimits {
  /** A question that takes longer ends the process. */
  readonly timeoutMs: number
  /** Without questions for so long it ends, and gives its memory back. */
  readonly idleMs: number
  /** Heap of its JavaScript. */
  readonly heapMb: number
}

interface Waiting {
  readonly text: string
  readonly resolve: (plan: unknown) => void
  readonly reject: (reason: Error) => void
}

/** So many questions that ended a process are remembered. */
const MOST_FATAL = 1000

interface Supervised {
  readonly start: () => Promise<ChildProcess>
  readonly timeoutMs: number
  readonly waiting: Waiting[]
  /** Questions that ended a process. */
  readonly fatal: Set<string>
  child: ChildProcess | undefined
  isBusy: boolean
  isOver: boolean
}

/**
 * Starts a planner for a supergraph; rejects, with what it says, when it has none. Questions are asked one by one, so that the one over which
 * a process ends is known, and the others go on in the next.
 */
export async function startPlanningProcess<Question>(script: URL, sdl: string, limits: ProcessLimits): Promise<PlanningProcess<Question>> {
  const start = (): Promise<ChildProcess> => startChild(script, sdl, limits)
  const { timeoutMs, idleMs } = limits
  const planner: Supervised = { start, timeoutMs, waiting: [], fatal: new Set(), child: await start(), isBusy: false, isOver: false }
  const idle = setTimeout(() => (planner.isBusy ? idle.refresh() : end(planner)), idleMs).unref()
  return {
    ask(question) {
      const text = JSON.stringify(question)
      if (planner.fatal.has(text)) return Promise.reject(new Error('The planner broke down over this operation before.'))
      return new Promise((resolve, reject) => {
        planner.waiting.push({ text, resolve, reject })
        if (!planner.isBusy) void work(planner).then(() => idle.refresh())
      })
    },
    stop() {
      planner.isOver = true
      clearTimeout(idle)
      end(planner)
    },
  }
}

function end(planner: Supervised): void {
  planner.child?.kill()
  planner.child = undefined
}

async function work(planner: Supervised): Promise<void> {
  planner.isBusy = true
  for (let next = planner.waiting.shift(); next !== undefined; next = planner.waiting.shift()) {
    let asked: ChildProcess | undefined
    try {
      if (planner.isOver) throw new Error('The planner was stopped.')
      if (!isAlive(planner.child)) planner.child = await planner.start()
      asked = planner.child
      next.resolve(await answerOf(asked, next.text, planner.timeoutMs))
    } catch (error) {
      if (asked !== undefined && !isAlive(asked) && !planner.isOver && planner.fatal.size < MOST_FATAL) planner.fatal.add(next.text)
      next.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
  planner.isBusy = false
  // It was stopped while another process was being started.
  if (planner.isOver) end(planner)
}

/** That it ended is known before the channel to it is closed. */
function isAlive(child: ChildProcess | undefined): child is ChildProcess {
  return child?.connected === true && child.exitCode === null && child.signalCode === null
}

/** Nothing of the router's environment reaches the process but where compiled code lies, and it does not keep the router. */
async function startChild(script: URL, sdl: string, { heapMb, timeoutMs }: ProcessLimits): Promise<ChildProcess> {
  const execArgv = [`--max-old-space-size=${heapMb}`]
  const child = fork(fileURLToPath(script), { env: compileCache(), execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  child.unref()
  child.channel?.unref()
  // What goes wrong with it is seen where somebody waits for it.
  child.on('error', () => undefined)
  child.send(sdl)
  const said = await wordOf(child, timeoutMs)
  if ('ready' in said) return child
  child.kill()
  throw new Error('failure' in said ? said.failure : 'The planner did not start.')
}

/** The router's own, where it has one: whoever finds his TypeScript there does not load what strips its types, 16 MB. */
function compileCache(): NodeJS.ProcessEnv {
  const own = getCompileCacheDir()
  // It is a folder of this version of Node in the one that was named.
  return own === undefined ? {} : { NODE_COMPILE_CACHE: dirname(own) }
}

async function answerOf(child: ChildProcess, question: string, timeoutMs: number): Promise<unknown> {
  child.send(question)
  const said = await wordOf(child, timeoutMs)
  if ('plan' in said) return said.plan
  throw new Error('failure' in said ? said.failure : 'The planner began anew.')
}

async function wordOf(child: ChildProcess, timeoutMs: number): Promise<Said> {
  const over = new AbortController()
  const { signal } = over
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const started = performance.now()
  try {
    const said: unknown[] | null = await Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal }).then(() => null)])
    if (said !== null) return said[0] as Said
    const isLate = performance.now() - started >= timeoutMs
    throw new Error(isLate ? `Planning took more than ${timeoutMs} ms.` : `The planner broke down (${child.signalCode ?? child.exitCode}).`)
  } finally {
    clearTimeout(timer)
    over.abort()
  }
}
