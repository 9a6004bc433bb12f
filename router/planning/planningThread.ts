import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

import type { PlannedSteps } from './plannerOf.ts'

/** An operation to be planned in a thread. */
export interface Question {
  /** From 1 on. */
  readonly id: number
  /** Its text. */
  readonly document: string
  readonly operationName: string | undefined
  readonly overrides: ReadonlySet<string>
}

/** What became of a question. The first answer has the id 0: the thread is ready. */
export type Answer = { readonly id: number } & ({ readonly planned: PlannedSteps } | { readonly failure: string })

/** A thread that plans; it ends by itself, and does not keep the process. */
export interface PlanningThread {
  /** False once it has ended, for whatever reason. */
  readonly isAlive: () => boolean
  readonly plan: (question: Omit<Question, 'id'>) => Promise<PlannedSteps>
}

/** Bounds of a planning thread. */
export interface ThreadLimits {
  /** A question that takes longer ends the thread, and with it all others that wait. */
  readonly timeoutMs: number
  /** Without questions for so long, the thread ends and gives its memory back. */
  readonly idleMs: number
  /** Its heap; a plan that needs more ends the thread, and not the process. */
  readonly heapMb: number
}

interface Waiting {
  readonly resolve: (planned: PlannedSteps) => void
  readonly reject: (reason: Error) => void
  readonly timer: NodeJS.Timeout
}

/** Starts a thread for a supergraph; rejects when it cannot be planned for. */
export async function startPlanningThread(sdl: string, { timeoutMs, idleMs, heapMb }: ThreadLimits): Promise<PlanningThread> {
  const worker = new Worker(new URL('./apolloThread.ts', import.meta.url), { workerData: sdl, resourceLimits: { maxOldGenerationSizeMb: heapMb } })
  await once(worker, 'message')
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let alive = true
  const end = (reason: Error): void => {
    alive = false
    void worker.terminate()
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer)
      reject(reason)
    }
    waiting.clear()
  }
  const idle = setTimeout(() => (waiting.size === 0 ? end(new Error('idle')) : idle.refresh()), idleMs).unref()
  worker.on('error', end)
  worker.on('message', (answer: Answer) => settle(answer, waiting))
  // Whoever listens keeps the process: only now that all do.
  worker.unref()
  return {
    isAlive: () => alive,
    plan: (question) =>
      new Promise((resolve, reject) => {
        const id = ++asked
        idle.refresh()
        const timer = setTimeout(() => end(new Error(`An operation could not be planned within ${timeoutMs} ms.`)), timeoutMs)
        waiting.set(id, { resolve, reject, timer })
        worker.postMessage({ ...question, id } satisfies Question)
      }),
  }
}

function settle(answer: Answer, waiting: Map<number, Waiting>): void {
  const asker = waiting.get(answer.id)
  if (asker === undefined) return
  waiting.delete(answer.id)
  clearTimeout(asker.timer)
  if ('planned' in answer) asker.resolve(answer.planned)
  else asker.reject(new Error(answer.failure))
}
