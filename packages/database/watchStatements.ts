import type pg from 'pg'

/** Receives the text of a statement, `BEGIN` and `COMMIT` included, never its parameters. */
export type OnStatement = (text: string) => void

/** Tells `onStatement` of every statement that the pool's connections send from now on, whichever way it reaches them (pool, client, Prisma). */
export function watchStatements(pool: pg.Pool, onStatement: OnStatement): void {
  pool.on('connect', (client) => {
    const send: (...given: unknown[]) => unknown = client.query.bind(client)
    Object.defineProperty(client, 'query', {
      configurable: true,
      value: (...given: unknown[]): unknown => {
        onStatement(textOf(given[0]))
        return send(...given)
      },
    })
  })
}

/** A statement arrives as text, as a configuration object or as an object that submits itself. */
function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  if (typeof statement === 'object' && statement !== null && 'text' in statement && typeof statement.text === 'string') return statement.text
  return ''
}
