import type { DocumentNode } from 'graphql'

import type { RouterViewer } from '../identity/routerViewer.ts'
import { readCacheHints, type CacheHints } from './cacheHints.ts'
import { createViewerKeys, type ViewerKeys } from './viewerKeys.ts'

/** Who may be given a copy of what others were answered: what sharing and keeping go by. */
export interface Copies {
  readonly hints: CacheHints
  readonly keys: (viewer: RouterViewer) => ViewerKeys
}

/** Reads it of a supergraph when it is asked for first, for all who ask: without sharing and keeping nobody does. */
export function createCopies(supergraph: DocumentNode): () => Copies {
  let made: Copies | undefined
  return () => (made ??= { hints: readCacheHints(supergraph), keys: createViewerKeys() })
}
