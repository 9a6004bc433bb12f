import type { RunPart, RunPlan } from '../execution/plan/compilePlan.ts'
import type { Failure, Gathering } from '../execution/plan/gathering.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'

/** What is gathered for one request, part by part. */
export interface GatheredParts {
  /** Resolves when all that was not deferred is there. Rejects for bugs alone, as the others do. */
  readonly root: Promise<void>
  /**
   * Gathers what the parts with these labels of the plan's need, those before them included. Asking again changes nothing.
   * @returns the requests that failed on the way, those of the root not among them.
   */
  gather(labels: readonly string[]): Promise<readonly Failure[]>
}

/**
 * Gathers the root at once, and with it what needs nothing of it; every other part when it is asked for, after those that it depends on. So for objects that became null, or of
 * which there are none, nothing is asked.
 * @param context of what is deferred.
 */
export function gatherParts({ root, deferred }: Pick<RunPlan, 'root' | 'deferred'>, gathering: Gathering, context: RequestContext): GatheredParts {
  const rootDone = Promise.resolve(root(gathering))
  const begun = new Map<number, Promise<readonly Failure[]>>()
  const begin = (position: number): Promise<readonly Failure[]> => {
    const known = begun.get(position)
    if (known !== undefined) return known
    const made = run(position)
    // Whoever asks for it hears of it.
    made.catch(() => undefined)
    begun.set(position, made)
    return made
  }
  const run = async (position: number): Promise<readonly Failure[]> => {
    const part = deferred[position]
    if (part === undefined) return []
    const [before] = await Promise.all([Promise.all(part.after.map(begin)), part.atOnce ? undefined : rootDone])
    const failures: Failure[] = []
    if (exists(part, gathering)) await part.run({ ...gathering, failures, context })
    return [...new Set([...before.flat(), ...failures])]
  }
  for (const [position, { atOnce, after }] of deferred.entries()) if (atOnce && after.length === 0) void begin(position)
  return {
    root: rootDone,
    async gather(labels) {
      const wanted = [...deferred.keys()].filter((position) => labels.includes(deferred[position]?.label ?? ''))
      const failures = await Promise.all(wanted.map(begin))
      return [...new Set(failures.flat())]
    },
  }
}

function exists({ when }: RunPart, { variables }: Gathering): boolean {
  return when.every(({ variable, is }) => variables[variable] === is)
}
