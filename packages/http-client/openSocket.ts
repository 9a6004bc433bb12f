import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Where connections go. */
export interface Target {
  readonly isSecure: boolean
  /** Without brackets. */
  readonly hostname: string
  readonly port: number
  /** As the `host` field says it. */
  readonly host: string
  /** PEM texts of authorities to trust instead of the usual ones. */
  readonly ca?: readonly string[] | undefined
}

/** Told of bytes: the first `length` of the memory, until it returns. */
export type TakeBytes = (memory: Buffer, length: number) => void

/** All plain connections read into this memory, in turn: what one has read is taken before the next reads. */
const MEMORY = Buffer.allocUnsafeSlow(128 * 1024)

/** Reads where a URL points to. Throws a TypeError where that is not HTTP. */
export function targetOf(url: URL, ca?: readonly string[]): Target {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`${url.protocol} is not spoken here`)
  const isSecure = url.protocol === 'https:'
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  return { isSecure, hostname, port: Number(url.port) || (isSecure ? 443 : 80), host: url.host, ca }
}

/** Opens a socket. Plain ones read past Node's streams, which would make a buffer of each read. */
export function openSocket({ isSecure, hostname, port, ca }: Target, take: TakeBytes): Socket {
  if (!isSecure) {
    const callback = (length: number, memory: Uint8Array): boolean => {
      take(memory as Buffer, length)
      return true
    }
    return connectTcp({ host: hostname, port, noDelay: true, onread: { buffer: MEMORY, callback } })
  }
  const trusted = ca === undefined ? {} : { ca: [...ca] }
  const socket = connectTls({
    host: hostname,
    port,
    ...trusted,
    servername: /[a-z]/i.test(hostname) && !hostname.includes(':') ? hostname : '',
    ALPNProtocols: ['http/1.1'],
  })
  socket.setNoDelay(true)
  return socket.on('data', (bytes: Buffer) => take(bytes, bytes.length))
}
