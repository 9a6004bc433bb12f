import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { onlyMethods, sendJson, sendText } from '../answers.ts'
import type { Door } from '../exchange.ts'
import type { Doors } from '../serveDoors.ts'
import type { ExampleOperation } from './exampleOperations.ts'

/** What the page knows of the graph. */
export interface GraphiqlParts {
  readonly examples: readonly ExampleOperation[]
  /** The mutation behind the sign-in form; null where the graph has none, and then there is no form. */
  readonly signIn: string | null
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SCRIPT = 'text/javascript; charset=utf-8'
const STYLES = 'text/css; charset=utf-8'

/** GraphiQL with everything it needs served from here: it works where there is no internet, and under a policy without a single exception. */
export function createGraphiqlDoors({ examples, signIn }: GraphiqlParts): Doors {
  const require = createRequire(import.meta.url)
  const ours = (name: string): Buffer => readFileSync(new URL(`./browser/${name}`, import.meta.url))
  const theirs = (name: string, file: string): Buffer => readFileSync(join(dirname(require.resolve(`${name}/package.json`)), file))
  const page = ours('graphiql.html')
  return {
    '/graphiql': onlyMethods(['GET', 'HEAD'], (exchange) => {
      exchange.response.setHeader('content-security-policy', POLICY)
      sendText(exchange, 200, { type: 'text/html; charset=utf-8', body: page })
    }),
    '/graphiql/assets/page.json': onlyMethods(['GET'], (exchange) => sendJson(exchange, 200, { examples, signIn })),
    '/graphiql/assets/page.js': asset(SCRIPT, ours('graphiql.js')),
    '/graphiql/assets/page.css': asset(STYLES, ours('graphiql.css')),
    '/graphiql/assets/graphiql.js': asset(SCRIPT, theirs('graphiql', 'graphiql.min.js')),
    '/graphiql/assets/graphiql.css': asset(STYLES, theirs('graphiql', 'graphiql.min.css')),
    '/graphiql/assets/react.js': asset(SCRIPT, theirs('react', 'umd/react.production.min.js')),
    '/graphiql/assets/react-dom.js': asset(SCRIPT, theirs('react-dom', 'umd/react-dom.production.min.js')),
  }
}

/** A file that changes only with a new version of the router; compressed once, when it is first asked for. */
function asset(type: string, content: Buffer): Door {
  let compressed: Buffer | undefined
  return onlyMethods(['GET', 'HEAD'], (exchange) => {
    exchange.response.setHeader('cache-control', 'public, max-age=3600')
    const accepts = exchange.request.headers['accept-encoding']
    if (typeof accepts !== 'string' || !accepts.includes('gzip')) return sendText(exchange, 200, { type, body: content })
    compressed ??= gzipSync(content)
    exchange.response.setHeader('content-encoding', 'gzip').setHeader('vary', 'Accept-Encoding')
    sendText(exchange, 200, { type, body: compressed })
  })
}
