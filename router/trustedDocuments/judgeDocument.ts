import type { ErrorCodeName } from '@agora/errors/codes.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { AskedDocument } from './askedDocument.ts'
import type { ListedDocuments } from './listedDocuments.ts'

/** How much is trusted: the rungs of a ladder that is climbed one by one. */
export type TrustMode = RouterConfig['trustedDocuments']['mode']

/** What is known of documents. */
export interface KnownDocuments {
  readonly mode: TrustMode
  /** Null where no manifest is configured. */
  readonly listed: ListedDocuments | null
  /** The text that a client has registered for a hash. */
  readonly registered: (hash: string) => string | undefined
}

/** What becomes of a request's document. */
export type DocumentVerdict =
  /** It goes on as it came: its text is there, or Apollo Server will say what is wrong. */
  | { readonly kind: 'as-it-is'; readonly isListed: boolean | null }
  /** It goes on with this text, as if the client had sent that. */
  | { readonly kind: 'text'; readonly source: string; readonly isListed: boolean }
  | { readonly kind: 'refused'; readonly code: ErrorCodeName; readonly message: string }

/** Whether only listed documents are answered. */
export function isStrict(mode: TrustMode): boolean {
  return mode === 'safelist' || mode === 'ids-only'
}

/** Decides by the ladder. Texts are compared character by character: what is almost a listed document is another one. */
export function judgeDocument(asked: AskedDocument, known: KnownDocuments): DocumentVerdict {
  const { source, documentId } = asked
  if (known.listed !== null && documentId !== undefined) return judgeId(asked, documentId, known.listed)
  return source === undefined ? judgeHash(asked, known) : judgeText(source, asked, known)
}

const SHA256_PREFIX = 'sha256:'

function judgeId({ source, isPersisted }: AskedDocument, documentId: string, listed: ListedDocuments): DocumentVerdict {
  if (source !== undefined || isPersisted)
    return refused('CANNOT_SEND_PQ_ID_AND_BODY', 'A request that names its document by documentId brings neither its text nor another hash.')
  return found(listed.find(documentId.startsWith(SHA256_PREFIX) ? documentId.slice(SHA256_PREFIX.length) : documentId)) ?? notListed()
}

function judgeHash({ hash, isPersisted }: AskedDocument, { mode, listed, registered }: KnownDocuments): DocumentVerdict {
  if (!isPersisted) return { kind: 'as-it-is', isListed: null }
  const trusted = hash === undefined ? undefined : found(listed?.find(hash))
  if (trusted !== undefined) return trusted
  if (isStrict(mode)) return notListed()
  const source = hash === undefined ? undefined : registered(hash)
  return source === undefined ? { kind: 'as-it-is', isListed: null } : { kind: 'text', source, isListed: false }
}

function judgeText(source: string, { hash, isPersisted }: AskedDocument, { mode, listed }: KnownDocuments): DocumentVerdict {
  if (mode === 'ids-only') return refused('PERSISTED_QUERY_ID_REQUIRED', 'Documents are named by their ids here; their text is not read.')
  const isListed = listed?.holds(source) ?? false
  if (isStrict(mode) && !isListed) return refused('QUERY_NOT_IN_SAFELIST', 'The document is not one of those that are answered here.')
  if (!isPersisted || !isListed) return { kind: 'as-it-is', isListed: listed === null ? null : isListed }
  // Nothing listed has to be registered, so that the hash is settled here.
  if (hash !== undefined && listed?.find(hash) === source) return { kind: 'text', source, isListed }
  return isStrict(mode) ? refused('BAD_REQUEST', 'provided sha does not match query') : { kind: 'as-it-is', isListed }
}

function found(source: string | undefined): DocumentVerdict | undefined {
  return source === undefined ? undefined : { kind: 'text', source, isListed: true }
}

/** Not Apollo's PERSISTED_QUERY_NOT_FOUND: that would have clients send the text, in vain. */
function notListed(): DocumentVerdict {
  return refused('PERSISTED_QUERY_NOT_IN_LIST', 'No listed document has this id.')
}

function refused(code: ErrorCodeName, message: string): DocumentVerdict {
  return { kind: 'refused', code, message }
}
