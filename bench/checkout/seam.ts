import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What every contestant but the graph is asked: an order of a cart that is there, or of these lines. */
export interface Asked {
  readonly buyer: string
  readonly orderId: string
  readonly contactId: string
  readonly cartId: string
  readonly key: string
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly amountMinor: string
}

/** Answers checkouts by plain JSON over HTTP, and tells the bench where. */
export function serveCheckouts(checkout: (asked: Asked) => Promise<{ readonly phase: string }>): void {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        checkout(JSON.parse(Buffer.concat(chunks).toString()) as Asked).then(
          (answer) => send(200, answer),
          (error: unknown) => send(500, { error: String(error) }),
        )
      })
    const send = (status: number, answer: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    }
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ ready: true, port: (server.address() as AddressInfo).port }))
  process.once('SIGTERM', () => process.exit(0))
}
