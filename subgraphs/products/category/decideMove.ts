import { fail, ok, type Result } from '@agora/errors/result.ts'

import { fault } from '../inputs/parse.ts'
import { MAX_LEVELS, type CategoryFault } from './categoryErrors.ts'

/** What a move is decided on. */
export interface Move {
  /** The category to move, by the ids from the root down to itself. */
  readonly path: readonly string[]
  /** The same of the category to stand below; null to become a root. */
  readonly parentPath: readonly string[] | null
  /** How many levels the subtree has, the category itself included. */
  readonly height: number
}

/** The new path of a category, unless it would stand below itself or the tree would grow too deep. */
export function decideMove({ path, parentPath, height }: Move): Result<readonly string[], CategoryFault> {
  const [id = ''] = path.slice(-1)
  const above = parentPath ?? []
  if (above.includes(id)) return fail(fault('CYCLE', 'A category cannot stand below itself', 'parentId'))
  if (above.length + height > MAX_LEVELS) return fail(fault('TOO_DEEP', `The tree has at most ${MAX_LEVELS} levels`, 'parentId'))
  return ok([...above, id])
}
