import { parseArgs } from 'node:util'

import { runTool, say } from '../../tools/start/runTool.ts'
import { startOwnStack } from '../ownStack.ts'
import { goldenJourney } from './goldenJourney.ts'
import { runSteps } from './step.ts'

/**
 * `npm run smoke`: the golden journey on a stack of its own (`-- --kafka`: over Kafka), or on a running one: `-- --url http://localhost:4000 --operator
 * http://localhost:4088`.
 */
const { values } = parseArgs({ options: { url: { type: 'string' }, operator: { type: 'string' }, kafka: { type: 'boolean' } } })

async function onOwnStack(kafka: boolean): Promise<boolean> {
  const { stack, drop } = await startOwnStack({ kafka })
  try {
    return await runSteps(goldenJourney({ graphqlUrl: `${stack.url}/graphql`, operatorUrl: stack.operatorUrl }), say)
  } finally {
    await drop()
  }
}

await runTool(async () => {
  const { url, operator } = values
  const passed =
    url === undefined || operator === undefined
      ? await onOwnStack(values.kafka === true)
      : await runSteps(goldenJourney({ graphqlUrl: `${url}/graphql`, operatorUrl: operator }), say)
  say(passed ? 'The golden journey passed.' : 'The golden journey failed.')
  return passed
})
