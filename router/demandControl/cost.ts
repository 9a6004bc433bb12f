/** What one request brings to a cost that was worked out for its operation. */
export interface Run {
  readonly variables: Readonly<Record<string, unknown>>
  /** Says why the cost cannot be told; null while it can. */
  fault: string | null
}

/** A number of points, or how to tell it for a request: only what depends on variables is a function. */
export type Cost = number | ((run: Run) => number)

/** A variable, which may have any name: what every object inherits is none. */
export const variableOf = ({ variables }: Run, name: string): unknown => (Object.hasOwn(variables, name) ? variables[name] : undefined)

/** The cost for one request. */
export const told = (cost: Cost, run: Run): number => (typeof cost === 'number' ? cost : cost(run))

/** All of them together. */
export function sum(costs: readonly Cost[]): Cost {
  let known = 0
  const open: ((run: Run) => number)[] = []
  for (const cost of costs) {
    if (typeof cost === 'number') known += cost
    else open.push(cost)
  }
  const [only] = open
  if (only === undefined) return known
  if (open.length === 1) return known === 0 ? only : (run) => known + only(run)
  return (run) => open.reduce((total, cost) => total + cost(run), known)
}

/** As often as that. */
export function times(count: Cost, cost: Cost): Cost {
  if (count === 1) return cost
  // Not even for 0: counting may find a fault.
  if (typeof count === 'number' && typeof cost === 'number') return count * cost
  return (run) => told(count, run) * told(cost, run)
}
