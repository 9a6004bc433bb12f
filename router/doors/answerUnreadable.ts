import { STATUS_CODES, type Server } from 'node:http'

import { securityHeaders } from '@agora/http-server/securityHeaders.ts'

const STATUS_BY_CODE: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** Gives the strict headers to the answers that Node itself makes when what arrives is no HTTP, is too slow or has too many headers. */
export function answerUnreadable(server: Server): void {
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}\r\n`)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const status = STATUS_BY_CODE[error.code ?? ''] ?? 400
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`)
  })
}
