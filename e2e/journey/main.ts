import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { runTool, say } from '../../tools/start/runTool.ts'
import { startStack } from '../../tools/start/stack.ts'
import { goldenJourney } from './goldenJourney.ts'
import { runSteps } from './step.ts'

/** `npm run smoke`: the golden journey on a stack of its own, or on a running one: `-- --url http://localhost:4000 --operator http://localhost:4088`. */
const { values } = parseArgs({ options: { url: { type: 'string' }, operator: { type: 'string' } } })

async function onOwnStack(): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'agora-smoke-'))
  const stack = await startStack({ dataDir, dev: true, durable: false })
  try {
    return await runSteps(goldenJourney({ graphqlUrl: `${stack.url}/graphql`, operatorUrl: stack.operatorUrl }), say)
  } finally {
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

await runTool(async () => {
  const { url, operator } = values
  const passed =
    url === undefined || operator === undefined
      ? await onOwnStack()
      : await runSteps(goldenJourney({ graphqlUrl: `${url}/graphql`, operatorUrl: operator }), say)
  say(passed ? 'The golden journey passed.' : 'The golden journey failed.')
  return passed
})
