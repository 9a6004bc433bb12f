import { readdirSync, readFileSync } from 'node:fs'

import { concatAST, parse, Source, type DocumentNode } from 'graphql'

/** The `.graphql` files that a URL stands for: those of a folder, sorted by name, when it ends in `/`, else the one file. */
function filesOf(part: URL): URL[] {
  if (!part.pathname.endsWith('/')) return [part]
  const names = readdirSync(part).filter((name) => name.endsWith('.graphql'))
  if (names.length === 0) throw new Error(`No .graphql file in ${part.pathname}`)
  return names.toSorted().map((name) => new URL(name, part))
}

/** Reads files and folders of SDL, in the order given, as one document. A syntax error names its file. */
export function readSchema(...parts: readonly URL[]): DocumentNode {
  return concatAST(parts.flatMap(filesOf).map((file) => parse(new Source(readFileSync(file, 'utf8'), file.pathname.split('/').slice(-3).join('/')))))
}
