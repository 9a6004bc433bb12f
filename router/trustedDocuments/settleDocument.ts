import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import { readAsked, withSource, type RequestWords } from './askedDocument.ts'
import { judgeDocument, type KnownDocuments } from './judgeDocument.ts'

/** What became of a request's document, for whoever counts. */
export type DocumentOutcome = 'listed' | 'unlisted' | 'refused'

/** Told of each request that named or brought a document, where there are manifests. */
export type ObserveDocument = (outcome: DocumentOutcome, source: string | undefined) => void

/** A request whose document is settled, and the text of that; undefined where Apollo Server has to say what is wrong. */
export interface SettledRequest {
  readonly words: RequestWords
  readonly source: string | undefined
}

/** Turns a request that names its document into one that brings it, or refuses it. */
export type SettleDocument = (words: RequestWords) => Result<SettledRequest, GraphQLError>

/** Settles each request's document before anything of it is understood, so that every way to an answer meets the same text. */
export function createSettleDocument(known: KnownDocuments, observe: ObserveDocument | null): SettleDocument {
  return (words) => {
    const asked = readAsked(words)
    const verdict = judgeDocument(asked, known)
    if (verdict.kind === 'refused') {
      observe?.('refused', asked.source)
      return fail(codedError(verdict.code, verdict.message))
    }
    const source = verdict.kind === 'text' ? verdict.source : asked.source
    if (verdict.isListed !== null) observe?.(verdict.isListed ? 'listed' : 'unlisted', source)
    return ok({ words: verdict.kind === 'text' ? withSource(words, verdict.source) : words, source })
  }
}
