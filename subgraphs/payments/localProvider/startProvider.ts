import { openFlags } from '@agora/failure-flags/flagsFile.ts'
import { drain } from '@agora/http-server/drain.ts'
import { listen } from '@agora/http-server/listen.ts'
import { stopOnSignals } from '@agora/http-server/stopOnSignals.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { createApi } from './api.ts'
import type { ProviderEnvironment } from './env.ts'
import { worsen } from './flags.ts'
import { createOperations } from './operations.ts'
import { openVault } from './vault.ts'
import { createDeliveries } from './webhooks.ts'

/** What a test puts in the place of the world. */
export interface ProviderWorld {
  readonly logger: Logger
  readonly clock?: () => Date
  readonly draw?: () => number
}

/** A provider that answers. */
export interface RunningProvider {
  readonly url: string
  stop(): Promise<void>
}

const TICK_MS = 50
const GRACE_MS = 3000

/** Starts the provider: its memory, its doors, and the clockwork that answers later and sends webhooks. */
export async function startProvider(environment: ProviderEnvironment, world: ProviderWorld): Promise<RunningProvider> {
  const { PORT: port, HOST: host, DATA_FILE, SECRET_KEY: secret, WEBHOOK_SECRET, WEBHOOK_URL } = environment
  const { logger, clock = () => new Date(), draw = Math.random } = world
  const failures = openFlags(environment.FAILURE_FLAGS_FILE)
  const vault = openVault(DATA_FILE, (flags) => worsen(flags, failures()))
  let url = ''
  const operations = createOperations({ vault, publicUrl: () => url, secret, clock, draw })
  const running = await listen(createApi({ operations, vault, secret, draw, logger }), { port, host, logger })
  url = `http://${host === '127.0.0.1' ? 'localhost' : host}:${running.port}`
  const clockwork = startClockwork(operations.answerDue, createDeliveries({ vault, url: WEBHOOK_URL, secret: WEBHOOK_SECRET, clock, logger }), logger)

  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      forget()
      await drain(running.server, { graceMs: GRACE_MS })
      await clockwork()
      vault.close()
    })())
  const forget = stopOnSignals(stop, logger)
  logger.info({ port: running.port }, 'Ready')
  process.send?.({ ready: true, port: running.port })
  return { url, stop }
}

/** Looks at what is due several times a second; rounds never overlap. Answers what stops it. */
function startClockwork(answerDue: () => void, deliver: () => Promise<void>, logger: Logger): () => Promise<void> {
  let round: Promise<void> | undefined
  const tick = async (): Promise<void> => {
    try {
      answerDue()
      await deliver()
    } catch (error) {
      logger.error({ err: error }, 'A round of the clockwork failed')
    }
  }
  const timer = setInterval(() => {
    round ??= tick().finally(() => (round = undefined))
  }, TICK_MS)
  return async () => {
    clearInterval(timer)
    await round
  }
}
