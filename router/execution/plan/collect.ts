import type { EntityList } from '../../planning/plan.ts'
import type { PlanFacts } from './planFacts.ts'
import { compileRepresent, flatten, type Data } from './represent.ts'
import { compileRewrites } from './rewrites.ts'
import { compileWalk } from './walk.ts'

/** The entities that a list asks about. */
export interface Found {
  /** Every object that gets of the answer; the same one may be there more than once. */
  readonly targets: Data[]
  /** For each of them, which representation stands for it. */
  readonly indices: number[]
  /** How many targets there are up to the end of each path. */
  readonly ends: number[]
  /** What is sent: each entity once. Lists that share a variable share these. */
  readonly representations: Data[]
  /** The last representation with a first key of this value, and for each the one before it. */
  readonly known: Map<unknown, number>
  readonly next: (number | undefined)[]
  readonly texts: Map<string, number>
}

/** Finds the entities of a list in gathered data. `sent` is what a list with the same variable found. */
export type Collect = (data: Data, sent?: Found) => Found

/** Nothing found yet. */
export function startFound(sent?: Found): Found {
  const { representations = [], known = new Map<unknown, number>(), next = [], texts = new Map<string, number>() } = sent ?? {}
  return { targets: [], indices: [], ends: [], representations, known, next, texts }
}

/** The search for a list's entities as closures. */
export function collectClosures(list: EntityList, facts: Pick<PlanFacts, 'typesOf'>): Collect {
  const walks = list.paths.map(compileWalk)
  const represent = compileRepresent(list.representations, facts)
  const rewrite = compileRewrites(list.inputRewrites, facts)
  const positionOf = rewrite === null && flatten(list.representations, facts) !== null ? positionByFields : positionByText
  return (data, sent) => {
    const found = startFound(sent)
    const visit = (object: Data): void => {
      const representation = represent(object)
      if (representation === null) return
      rewrite?.(representation)
      found.targets.push(object)
      found.indices.push(positionOf(found, representation))
    }
    for (const walk of walks) {
      walk(data, visit)
      found.ends.push(found.targets.length)
    }
    return found
  }
}

/** Representations of leaves are the same when their fields are, which is told without writing them. */
function positionByFields({ representations, known, next }: Found, representation: Data): number {
  const keys = Object.keys(representation)
  const first = representation[keys.find((key) => key !== '__typename') ?? '__typename']
  let at = known.get(first)
  while (at !== undefined && !isSame(representations[at], representation, keys)) at = next[at]
  if (at !== undefined) return at
  next[representations.length] = known.get(first)
  known.set(first, representations.length)
  return representations.push(representation) - 1
}

function positionByText({ representations, texts }: Found, representation: Data): number {
  const text = JSON.stringify(representation)
  const at = texts.get(text)
  if (at !== undefined) return at
  texts.set(text, representations.length)
  return representations.push(representation) - 1
}

function isSame(a: Data | undefined, b: Data, keys: readonly string[]): boolean {
  return keys.every((key) => a?.[key] === b[key])
}
