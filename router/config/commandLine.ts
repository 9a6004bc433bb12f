import { parseArgs } from 'node:util'

import { fail, ok, type Result } from '@agora/errors/result.ts'

/** What an operator says on the command line. Everything else is said in the config file. */
export interface CommandLine {
  readonly supergraph: string
  readonly port: number | undefined
  readonly jwks: string | undefined
  readonly config: string | undefined
  readonly engine: EngineName
}

/** `agora` is our own. */
export type EngineName = (typeof ENGINES)[number]
const ENGINES = ['agora', 'apollo-gateway'] as const

/** How the program is called. */
export const usage = 'npm run router -- --supergraph FILE --port N [--jwks FILE_OR_URL] [--config FILE] [--engine agora|apollo-gateway]'

const text = { type: 'string' } as const
const options = { supergraph: text, port: text, jwks: text, config: text, engine: text }

/** Reads the arguments after the program's name. A failure is one sentence for the terminal. */
export function parseCommandLine(args: readonly string[]): Result<CommandLine, string> {
  const parsed = parseStrictly(args)
  if (!parsed.ok) return parsed
  const { supergraph, port, jwks, config, engine: wanted = 'agora' } = parsed.value
  if (supergraph === undefined) return fail(`The option --supergraph is missing; call it as: ${usage}`)
  const number = port === undefined ? undefined : Number(port)
  if (number !== undefined && !(/^\d+$/.test(port ?? '') && number <= 65_535)) return fail(`--port must be a number from 0 to 65535, not "${port}".`)
  const engine = ENGINES.find((name) => name === wanted)
  if (engine === undefined) return fail(`--engine must be one of ${ENGINES.join(' and ')}, not "${wanted}".`)
  return ok({ supergraph, port: number, jwks, config, engine })
}

function parseStrictly(args: readonly string[]): Result<{ [Name in keyof typeof options]?: string }, string> {
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: false }).values)
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? error.message) : 'The arguments cannot be read'
    return fail(`${sentence}; call it as: ${usage}`)
  }
}
