import { createServer } from 'node:http'

/**
 * A process that serves the subgraph of `scriptedSubgraph.ts` on the port that is its only argument, 0 for any, and tells which one it got. Each answer takes
 * a moment, so that there is always something in flight.
 */
const server = createServer((request, response) => {
  request
    .on('data', () => undefined)
    .on('end', () => {
      const answer = `{"data":{"a":${process.pid},"__typename":"Query"}}`
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(answer), 10)
    })
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.(server.address()))
process.once('disconnect', () => process.exit())
