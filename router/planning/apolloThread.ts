import { parentPort, workerData } from 'node:worker_threads'

import { parse } from 'graphql'

import { createApolloSteps } from './apolloSteps.ts'
import type { Answer, Question } from './planningThread.ts'

/** The thread of its own in which operations are planned in JavaScript. A supergraph that cannot be planned for ends it with an error. */
const planSteps = createApolloSteps(parse(String(workerData), { noLocation: true }))

function answer({ id, document, operationName, overrides }: Question): Answer {
  try {
    return { id, planned: planSteps({ document: parse(document, { noLocation: true }), operationName, overrides }) }
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)))
parentPort?.postMessage({ id: 0, failure: '' } satisfies Answer)
