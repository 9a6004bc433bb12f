import { canGenerate } from './generate.ts'

/** The number of uses after which something is one that is used often: source takes a while to make, and most operations are not asked again. */
export const OFTEN = canGenerate ? 3 : Infinity

/** Hands out the first until it was handed out `after` times, from then on the better one, which is made at that moment; null keeps the first. */
export function whenOften<Made>(first: Made, better: () => Made | null, after: number): () => Made {
  let uses = 0
  let best = first
  return () => {
    if (uses++ === after) best = better() ?? first
    return best
  }
}
