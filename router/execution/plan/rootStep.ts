import { valueOf } from '../generation/names.ts'
import { whenOften } from '../generation/whenOften.ts'
import { askedKeys } from './askedKeys.ts'
import type { Gathering, Run } from './gathering.ts'
import { mergeClosures, type Merge } from './merge.ts'
import { generateMerge } from './mergeSource.ts'
import type { Fetch, FetchPart } from './readFetch.ts'
import type { Data } from './represent.ts'
import { compileBody } from './requestBody.ts'
import { compileRewrites } from './rewrites.ts'
import { isOver, send } from './send.ts'
import type { StepContext } from './stepContext.ts'
import { compileWalk } from './walk.ts'

const NOTHING: ReadonlySet<string> = new Set()

/** Makes a fetch of fields of a root type a function. */
export function compileRootStep(fetch: Fetch, { facts, generateAfter }: StepContext): Run {
  const { step, parts } = fetch
  const [part] = parts
  if (step.brings.kind !== 'root' || part === undefined) throw new TypeError('A fetch of entities is no fetch of a root type')
  const { path, rewrites } = step.brings
  const walk = compileWalk(path)
  const rewrite = compileRewrites(rewrites, facts)
  const merge = whenOften<Merge>(mergeClosures(part.keys, facts), () => generateMerge(part.keys, facts), generateAfter)
  const write = compileBody(step)
  const isMutation = step.operation === 'mutation' && path.length === 0
  return (gathering) => {
    const targets: Data[] = []
    walk(gathering.data, (target) => void targets.push(target))
    if (isOver(gathering) || targets.length === 0) return
    const take = (data: Data): ReadonlySet<string> => {
      rewrite?.(data)
      const put = merge()
      for (const target of targets) put(target, data)
      return NOTHING
    }
    const sent = send({ fetch, body: write([], gathering.variables), found: [], take }, gathering)
    return isMutation ? sent.then(() => stopWithoutVital(fetch, part, { gathering, facts })) : sent
  }
}

/** A change that had to answer and did not leaves null for the whole answer: graphql-js would run no further one either. */
function stopWithoutVital(
  { fragments }: Fetch,
  { selection }: FetchPart,
  { gathering, facts }: { readonly gathering: Gathering; readonly facts: StepContext['facts'] },
): void {
  const { data, variables } = gathering
  const vital = askedKeys({ selection, fragments, facts, variables }, undefined).filter(({ field }) => facts.vitalMutations.has(field))
  if (vital.some(({ key }) => (valueOf(data, key) ?? null) === null)) gathering.isOver = true
}
