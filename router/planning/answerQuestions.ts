import { flushCompileCache } from 'node:module'

import type { Said } from './planningProcess.ts'

/**
 * The other end of `startPlanningProcess`: reads the supergraph, then plans whatever is asked, until the router hangs up.
 * A planner that throws has no plan; one that takes the process with it is started anew.
 */
export async function answerQuestions<Question>(createAsk: (sdl: string) => Promise<(question: Question) => unknown>): Promise<void> {
  const say = (said: Said): void => void process.send?.(said)
  const tryTo = async (act: () => Promise<Said>): Promise<void> => say(await act().catch((error: unknown) => ({ failure: reasonOf(error) })))
  process.on('disconnect', () => process.exit(0))
  process.once('message', (sdl) => {
    void tryTo(async () => {
      const ask = await createAsk(String(sdl))
      process.on('message', (question) => void tryTo(async () => ({ plan: ask(JSON.parse(String(question)) as Question) })))
      // It is ended by a signal, before which nothing would be written.
      flushCompileCache()
      return { ready: true }
    })
  })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
