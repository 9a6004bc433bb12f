import { fail, ok, type Result } from '@agora/errors/result.ts'

import { sha256, type ListedDocument } from './readManifest.ts'

/** The documents of all manifests. */
export interface ListedDocuments {
  /** The text that an id stands for: the id that a manifest gives it, or its SHA-256. */
  find(id: string): string | undefined
  /** Whether it is the text of one of them, character by character. */
  holds(source: string): boolean
  readonly size: number
}

/** Puts documents together. Fails with the id that stands for two texts: which of them a client means could not be told. */
export function listDocuments(documents: readonly ListedDocument[]): Result<ListedDocuments, string> {
  const byId = new Map<string, string>()
  const texts = new Set<string>()
  for (const { id, body } of documents) {
    for (const key of [id, sha256(body)]) {
      const other = byId.get(key)
      if (other !== undefined && other !== body) return fail(key)
      byId.set(key, body)
    }
    texts.add(body)
  }
  return ok({ find: (id) => byId.get(id), holds: (source) => texts.has(source), size: texts.size })
}
