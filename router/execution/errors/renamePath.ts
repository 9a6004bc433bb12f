import type { Rewrite } from '../../planning/plan.ts'
import type { ResponsePath } from '../projection/faults.ts'

/** A path of a subgraph's as the data has it after these rewrites. */
export function renamePath(path: ResponsePath, rewrites: readonly Rewrite[]): ResponsePath {
  return rewrites.reduce(renameOnce, path)
}

function renameOnce(path: ResponsePath, rewrite: Rewrite): ResponsePath {
  if (rewrite.kind !== 'rename') return path
  const wanted = rewrite.path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
  let at = -1
  for (const key of wanted) {
    at += 1
    while (typeof path[at] === 'number') at += 1
    if (path[at] !== key) return path
  }
  return path.with(at, rewrite.to)
}
