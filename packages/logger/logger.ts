import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'

/** Structured lines: a short fact in the past tense, ids as fields. */
export type Logger = PinoLogger

/** Keys whose values never reach a log, wherever they stand up to three levels deep. */
const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'guestToken',
  'secret',
  'email',
  'connectionString',
]
/** What PostgreSQL quotes of a row that it refused, which may be anybody's address; message and constraint say what was wrong. */
const ROWS = ['err.detail', 'err.where']
const redacted = SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*["${key}"]`])

/** The levels that a process may be told to log at. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** What a process says of its log. */
export interface LoggerOptions {
  readonly service: string
  /** @default 'info' */
  readonly level?: (typeof logLevels)[number]
  /** Where lines go. @default standard output */
  readonly destination?: DestinationStream
}

/** The logger of a process: one JSON object a line, secrets replaced by `[redacted]`. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...new Set([...redacted, ...ROWS])], censor: '[redacted]' },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
