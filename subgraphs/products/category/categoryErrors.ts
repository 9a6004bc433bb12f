import { fault, type Fault } from '../inputs/parse.ts'

/** Why an edit of a category is refused: `CategoryErrorCode` of the graph. */
export type CategoryErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'PARENT_NOT_FOUND'
  | 'VERSION_CONFLICT'
  | 'SLUG_TAKEN'
  | 'CYCLE'
  | 'TOO_DEEP'
  | 'NOT_EMPTY'

/** A refusal of this family. */
export type CategoryFault = Fault<CategoryErrorCode>

/** The most levels that the tree has. */
export const MAX_LEVELS = 8

/** What the constraints on categories mean. */
export const categoryConstraints = {
  category_slug_key: fault('SLUG_TAKEN', 'Another category has this slug', 'slug'),
  category_parent_id_fkey: fault('PARENT_NOT_FOUND', 'There is no such category to stand below', 'parentId'),
  category_path_fits: fault('TOO_DEEP', `The tree has at most ${MAX_LEVELS} levels`, 'parentId'),
} as const
