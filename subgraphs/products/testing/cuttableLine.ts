import { connect, createServer, type Socket } from 'node:net'

/** A way to a database that can be cut. */
export interface CuttableLine {
  /** The database's URL by way of this line. */
  readonly url: string
  /** Ends all connections and takes no new ones, until it is mended. */
  cut(): void
  mend(): void
  /** Ends the connection that sends this text next: before the database has heard it, or right after. */
  cutAt(text: string, moment: 'before' | 'after'): void
  close(): Promise<void>
}

/** Lays it. */
export async function layCuttableLine(databaseUrl: string): Promise<CuttableLine> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let isCut = false
  let trap: { readonly text: string; readonly moment: 'before' | 'after' } | undefined
  const server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(Number(target.port), target.hostname)
    const end = (): void => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', end).on('close', () => {
        open.delete(socket)
        end()
      })
    }
    far.on('data', (bytes) => near.write(bytes))
    near.on('data', (bytes) => {
      const sprung = trap !== undefined && bytes.includes(trap.text) ? trap : undefined
      if (sprung === undefined) far.write(bytes)
      else if (sprung.moment === 'before') end()
      else far.end(bytes, () => near.destroy())
      if (sprung !== undefined) trap = undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' ? address?.port : 0)
  const endAll = (): void => open.forEach((socket) => socket.destroy())
  return {
    url: url.href,
    cut() {
      isCut = true
      endAll()
    },
    mend() {
      isCut = false
    },
    cutAt(text, moment) {
      trap = { text, moment }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        endAll()
      }),
  }
}
