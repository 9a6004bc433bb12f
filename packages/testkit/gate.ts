import { connect, createServer, type Socket } from 'node:net'

/** A place on the way between two processes where connections can be cut or held up. */
export interface Gate {
  readonly port: number
  /** Breaks every connection and refuses new ones. */
  cut(): void
  /** Lets nothing pass, and breaks nothing: what was sent meanwhile arrives late. */
  stall(): void
  /** Lets pass again, what was held up first. */
  mend(): void
  close(): Promise<void>
}

/** Where a gate stands. */
export interface GatePlace {
  /** 0 for any that is free. */
  readonly port: number
  /** Ports of whoever is behind it; several take turns, and one that refuses is passed over. */
  readonly targets: readonly number[]
}

const HOST = '127.0.0.1'

/** Opens a gate on the loopback. */
export async function openGate({ port, targets }: GatePlace): Promise<Gate> {
  const passage: Passage = { pairs: new Set(), targets, state: 'open', turn: 0 }
  const { pairs } = passage
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => admit(passage, client))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, HOST, resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? port) : port,
    cut() {
      passage.state = 'cut'
      breakAll(pairs)
    },
    stall() {
      passage.state = 'stalled'
      for (const pair of pairs) hold(pair)
    },
    mend() {
      passage.state = 'open'
      for (const pair of pairs) {
        if (pair.server === undefined) reach(passage, pair)
        else flow(pair, pair.server)
      }
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      breakAll(pairs)
      await closed
    },
  }
}

interface Passage {
  readonly pairs: Set<Pair>
  readonly targets: readonly number[]
  state: 'open' | 'cut' | 'stalled'
  /** Counts those who came, so that targets take turns. */
  turn: number
}

function admit(passage: Passage, client: Socket): void {
  const { pairs, targets, state } = passage
  if (state === 'cut') return void client.destroy()
  passage.turn += 1
  const order = targets.map((_, nth) => targets[(passage.turn + nth) % targets.length] ?? 0)
  const pair: Pair = { client, order, server: undefined }
  pairs.add(pair)
  client.on('error', () => undefined)
  client.once('close', () => {
    pairs.delete(pair)
    pair.server?.destroy()
  })
  if (state === 'open') reach(passage, pair)
}

/** By destroy, not by reset: a reset of a socket that is just shutting down fails, and leaves it open for ever. */
function breakAll(pairs: ReadonlySet<Pair>): void {
  for (const { client, server } of pairs) {
    client.destroy()
    server?.destroy()
  }
}

interface Pair {
  readonly client: Socket
  /** Ports to try, the first first. */
  readonly order: readonly number[]
  server: Socket | undefined
}

/** Connects a client with the first that lets it in. */
function reach(passage: Passage, pair: Pair, nth = 0): void {
  const port = pair.order[nth]
  if (port === undefined || pair.client.destroyed) return void pair.client.destroy()
  const server = connect({ port, host: HOST, noDelay: true })
  pair.server = server
  let connected = false
  server.once('connect', () => {
    connected = true
    if (passage.state === 'open') flow(pair, server)
  })
  server.on('error', () => undefined)
  server.once('close', () => (connected ? pair.client.destroy() : reach(passage, pair, nth + 1)))
}

function flow({ client }: Pair, server: Socket): void {
  if (server.connecting || server.destroyed) return
  client.pipe(server)
  server.pipe(client)
}

function hold({ client, server }: Pair): void {
  client.unpipe().pause()
  server?.unpipe().pause()
}
