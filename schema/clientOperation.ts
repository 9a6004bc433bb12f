import { readdirSync, readFileSync } from 'node:fs'

import { parse, print, separateOperations } from 'graphql'

const folder = new URL('./operations/', import.meta.url)

/** Every named operation of `schema/operations/` as its clients send it: alone, with the fragments it uses. */
export function readClientOperations(): ReadonlyMap<string, string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'))
  return new Map(
    files
      .sort()
      .flatMap((name) =>
        Object.entries(separateOperations(parse(readFileSync(new URL(name, folder), 'utf8')))).map(
          ([operation, document]) => [operation, print(document)] as const,
        ),
      ),
  )
}
