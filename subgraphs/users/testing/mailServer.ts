import { text } from 'node:stream/consumers'

import { SMTPServer } from 'smtp-server'

/** A mail that the server took. */
export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came over the wire: headers, an empty line, the body. */
  readonly raw: string
  readonly headers: string
}

/** What the server does with the next message: `hang-up` cuts the line after it has the whole message and before it has said so. */
export type Mood = 'take' | 'hang-up' | { readonly at: 'recipient' | 'data'; readonly code: number }

/** A real SMTP server on a loopback port, that can be told to misbehave. */
export async function startMailServer() {
  const received: ReceivedMail[] = []
  const moods: Mood[] = []
  let current: Mood = 'take'
  const refusal = (code: number): Error => Object.assign(new Error('said so by the test'), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onMailFrom(_address, _session, callback) {
      current = moods.shift() ?? 'take'
      callback()
    },
    onRcptTo(_address, _session, callback) {
      callback(typeof current === 'object' && current.at === 'recipient' ? refusal(current.code) : null)
    },
    async onData(stream, { envelope }, callback) {
      const raw = await text(stream)
      if (typeof current === 'object') return callback(refusal(current.code))
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw, headers: raw.slice(0, raw.indexOf('\r\n\r\n')) })
      if (current === 'take') return callback()
      for (const { _socket: socket } of server.connections as Iterable<{ readonly _socket: { destroy(): void } }>) socket.destroy()
    },
  })
  // A client that goes without a word, as the tests have it go, is no news.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    /** One mood a message, in their order; then messages are taken again. */
    behave: (...next: readonly Mood[]): void => void moods.push(...next),
    stop: (): Promise<void> => new Promise((resolve) => server.close(resolve)),
  }
}

/** What a test holds. */
export type MailServer = Awaited<ReturnType<typeof startMailServer>>
