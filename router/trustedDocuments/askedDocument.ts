import { isRecord } from '../isRecord.ts'

/** A GraphQL request as its door has read it. Of a POST the body counts, of all else the search. */
export interface RequestWords {
  readonly method: string
  readonly body: unknown
  /** With its question mark, or empty. */
  readonly search: string
}

/** How a request says which document it means. */
export interface AskedDocument {
  readonly source: string | undefined
  /** `documentId` of GraphQL over HTTP, persisted documents. */
  readonly documentId: string | undefined
  /** Whether it says anything in `extensions.persistedQuery`, Apollo's form. */
  readonly isPersisted: boolean
  /** The hash there, where its version is 1. */
  readonly hash: string | undefined
}

/** Reads exactly what Apollo Server would read; whatever it would refuse counts as not said. */
export function readAsked(words: RequestWords): AskedDocument {
  const { query, documentId, extensions } = saidIn(words)
  const persisted = isRecord(extensions) && Boolean(extensions['persistedQuery']) ? extensions['persistedQuery'] : undefined
  const hash = isRecord(persisted) && persisted['version'] === 1 ? persisted['sha256Hash'] : undefined
  return { source: text(query), documentId: text(documentId), isPersisted: persisted !== undefined, hash: text(hash) }
}

/** The same request, as if it had brought this text and named no document. */
export function withSource(words: RequestWords, source: string): RequestWords {
  return words.method === 'POST' ? { ...words, body: bodyWith(words.body, source) } : { ...words, search: searchWith(words.search, source) }
}

interface Said {
  readonly query?: unknown
  readonly documentId?: unknown
  readonly extensions?: unknown
}

function saidIn({ method, body, search }: RequestWords): Said {
  if (method === 'POST') return isRecord(body) ? body : {}
  if (search.length < 2) return {}
  const params = new URLSearchParams(search)
  const once = (name: string): string | undefined => {
    const values = params.getAll(name)
    return values.length === 1 ? values[0] : undefined
  }
  return { query: once('query'), documentId: once('documentId'), extensions: parsed(once('extensions')) }
}

function bodyWith(body: unknown, source: string): object {
  const { documentId: _, extensions, ...rest } = body as Readonly<Record<string, unknown>>
  const kept = withoutHash(extensions)
  return { ...rest, query: source, ...(kept === undefined ? {} : { extensions: kept }) }
}

function searchWith(search: string, source: string): string {
  const params = new URLSearchParams(search)
  params.delete('documentId')
  params.set('query', source)
  const extensions = parsed(params.get('extensions') ?? undefined)
  const kept = withoutHash(extensions)
  if (kept === undefined) params.delete('extensions')
  else if (kept !== extensions) params.set('extensions', JSON.stringify(kept))
  return `?${params.toString()}`
}

/** What a client says beside the hash; undefined where that is nothing. */
function withoutHash(extensions: unknown): unknown {
  if (!isRecord(extensions)) return extensions
  const { persistedQuery: _, ...rest } = extensions
  return Object.keys(rest).length === 0 ? undefined : rest
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json)
  } catch {
    return undefined
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
