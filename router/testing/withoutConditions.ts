const CONDITIONS = / @(?:skip|include)\(if: [^)]+\)/g

interface Request {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** The same operation, of which everything is asked for. */
export function withoutConditions({ query, variables }: Request): Request {
  return { query: query.replaceAll(CONDITIONS, ''), variables }
}
