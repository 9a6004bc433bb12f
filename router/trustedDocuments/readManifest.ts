import { createHash } from 'node:crypto'

import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'

/** A document that clients may ask for. */
export interface ListedDocument {
  /** What a client sends in its place: usually, not always, the SHA-256 of `body` in lower-case hexadecimal. */
  readonly id: string
  readonly body: string
}

const LOOKS_LIKE_SHA256 = /^[0-9a-f]{64}$/i

/** What `@apollo/generate-persisted-query-manifest` writes; further keys are read past. */
const manifestShape = z.looseObject({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.looseObject({ id: z.string().min(1), body: z.string().min(1) })),
})

/**
 * Reads a manifest of persisted queries as Apollo's tools write it. A failure continues the sentence "The manifest FILE …". An id that looks like a hash
 * must be its body's: whoever asks by the hash of one document must not be answered another.
 */
export function readManifest(text: string): Result<readonly ListedDocument[], string> {
  const checked = manifestShape.safeParse(parseOrNull(text))
  if (!checked.success) {
    const [issue] = checked.error.issues
    return fail(`is none of the format apollo-persisted-query-manifest, version 1 (${issue?.path.join('.') || 'the file'}: ${issue?.message})`)
  }
  const documents = checked.data.operations.map(({ id, body }) => ({ id, body }))
  const wrong = documents.find(({ id, body }) => LOOKS_LIKE_SHA256.test(id) && id !== sha256(body))
  return wrong === undefined ? ok(documents) : fail(`has an id that looks like a SHA-256 and is not that of its body: ${wrong.id}`)
}

/** The SHA-256 of a text's UTF-8, in lower-case hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
