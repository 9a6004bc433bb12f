import { globSync, readFileSync } from 'node:fs'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { isStrict } from './judgeDocument.ts'
import { listDocuments, type ListedDocuments } from './listedDocuments.ts'
import { readManifest, type ListedDocument } from './readManifest.ts'

/** Reads all manifests that a config names; null where it names none. A failure is one sentence for the terminal. */
export function openListedDocuments({ mode, manifests }: RouterConfig['trustedDocuments']): Result<ListedDocuments | null, string> {
  if (manifests.length === 0)
    return mode === 'allow'
      ? ok(null)
      : fail(`trustedDocuments.mode is ${mode}, but no manifest says what is trusted: name some in trustedDocuments.manifests.`)
  const documents: ListedDocument[] = []
  for (const pattern of manifests) {
    const files = globSync(pattern).sort()
    if (files.length === 0) return fail(`There is no manifest of trusted documents at ${pattern}.`)
    for (const file of files) {
      const read = readManifest(readFileSync(file, 'utf8'))
      if (!read.ok) return fail(`The manifest ${file} ${read.error}.`)
      documents.push(...read.value)
    }
  }
  const listed = listDocuments(documents)
  if (!listed.ok) return fail(`Manifests of trusted documents give two texts the id ${listed.error}.`)
  return listed.value.size === 0 && isStrict(mode)
    ? fail(`trustedDocuments.mode is ${mode}, but the manifests list nothing: every request would be refused.`)
    : listed
}
