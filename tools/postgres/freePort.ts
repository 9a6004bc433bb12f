import { createServer } from 'node:net'

/** A TCP port of the loopback that nothing listens on right now. Another process may take it before its user does, so the user tries again. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}

/** Whether something already listens on the port. A port that this account may not open at all (EACCES) is not taken: whoever opens it will say so. */
export async function isTaken(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
      .listen(port, host, () => server.close(() => resolve(false)))
  })
}
