import { parseArgs } from 'node:util'

import { isTaken } from '../postgres/freePort.ts'
import { banner } from './banner.ts'
import { dataFolder, defaultDataRoot } from './dataFolder.ts'
import { followTrouble } from './logLines.ts'
import { OperatorError } from './operatorError.ts'
import { complain, runTool, say } from './runTool.ts'
import { OPERATOR_OFFSET, startStack, type StackOptions } from './stack.ts'

const USAGE = `npm start                                      the whole graph on the embedded PostgreSQL
npm start -- --reset                           begin anew: delete this clone's data first
npm start -- --database-url postgres://…       another PostgreSQL, 16 or newer  (or AGORA_DATABASE_URL; --database-ca FILE)
npm start -- --kafka                           events over an Apache Kafka of its own  (or KAFKA_BROKERS=host:port for another)
npm start -- --dev | --no-dev                  with or without the development doors
PORT=4100 npm start                            another port`

function readOptions(variables: NodeJS.ProcessEnv): StackOptions {
  const { values } = parse()
  const port = portOf('PORT', variables['PORT'] || '4000')
  const dev = values.dev === true ? true : values['no-dev'] === true ? false : undefined
  return {
    dataDir: defaultDataRoot(variables),
    port,
    operatorPort: portOf('OPERATOR_PORT', variables['OPERATOR_PORT'] || String(port + OPERATOR_OFFSET)),
    host: variables['HOST'] || '127.0.0.1',
    dev,
    databaseUrl: values['database-url'] ?? (variables['AGORA_DATABASE_URL'] || undefined),
    databaseCaFile: values['database-ca'] ?? (variables['AGORA_DATABASE_CA'] || undefined),
    kafka: values.kafka === true,
    kafkaBrokers: variables['KAFKA_BROKERS'] || undefined,
    reset: values.reset === true,
    tell: (line) => say(`  ${line} …`),
  }
}

function parse(): {
  values: { reset?: boolean; kafka?: boolean; dev?: boolean; 'no-dev'?: boolean; 'database-url'?: string; 'database-ca'?: string }
} {
  const options = {
    reset: { type: 'boolean' },
    kafka: { type: 'boolean' },
    dev: { type: 'boolean' },
    'no-dev': { type: 'boolean' },
    'database-url': { type: 'string' },
    'database-ca': { type: 'string' },
  } as const
  try {
    return parseArgs({ options })
  } catch (error) {
    throw new OperatorError(`${error instanceof Error ? error.message.split('. ')[0] : 'Unknown option'}. This is what can be said:\n${USAGE}`)
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new OperatorError(`${name} is ${text}, which is no port: give a number from 1 to 65535, such as ${name}=4100.`)
  return port
}

async function refuseTakenPorts({ port = 0, operatorPort = 0, host }: StackOptions): Promise<void> {
  if (await isTaken(port, host))
    throw new OperatorError(`Port ${port} is taken: stop what listens there or choose another, such as \`PORT=${port + 100} npm start\`.`)
  if (await isTaken(operatorPort))
    throw new OperatorError(
      `Port ${operatorPort}, for operators, is taken: stop what listens there or choose another, such as \`OPERATOR_PORT=${operatorPort + 100} npm start\`.`,
    )
}

/** Resolves when the person, the system or the death of whoever started this process asks to stop. */
function askedToStop(): Promise<'asked'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'))
    process.on('disconnect', () => resolve('asked'))
    process.channel?.unref()
  })
}

await runTool(async () => {
  const asked = askedToStop()
  const options = readOptions(process.env)
  process.env['NODE_COMPILE_CACHE'] ??= dataFolder(options.dataDir).compileCache
  await refuseTakenPorts(options)
  const starting = startStack(options)
  const first = await Promise.race([starting, asked])
  const stack = first === 'asked' ? await starting : first
  if (first !== 'asked') say(`\n${banner(stack, performance.now() / 1000)}`)
  for (const { name, logFile } of stack.services) followTrouble(logFile, (trouble) => complain(`${name}: ${trouble} (${logFile})`))
  const crash = await Promise.race([asked.then(() => undefined), stack.crashed])
  if (crash !== undefined) complain(crash)
  say('Stopping …')
  await stack.stop()
  say('Everything has stopped.')
  return crash === undefined
})
