import type { Service, ServicePlan } from './service.ts'

/** A process of a stack, and what must run before it. */
export interface Entry<Facts> {
  readonly name: string
  /** Names of entries that stand above this one. */
  readonly after: readonly string[]
  /** How it is run, now that what it waited for runs. */
  readonly plan: (facts: Facts, running: (name: string) => Service) => ServicePlan | Promise<ServicePlan>
}

/**
 * Starts every entry as soon as what it waits for runs, side by side with all others. Answers the services in the order in which they got ready. When
 * one fails, waits until the others have ended or run, then throws what the first failure threw.
 */
export async function startInOrder<Facts>(
  entries: readonly Entry<Facts>[],
  facts: Facts,
  start: (plan: ServicePlan) => Promise<Service>,
): Promise<readonly Service[]> {
  const services = new Map<string, Service>()
  const starting = new Map<string, Promise<void>>()
  const running = (name: string): Service => {
    const service = services.get(name)
    if (service === undefined) throw new Error(`${name} does not run yet: name it in \`after\``)
    return service
  }
  for (const { name, after, plan } of entries) {
    const awaited = after.map((one) => starting.get(one) ?? Promise.reject(new Error(`${name} waits for ${one}, which does not stand above it`)))
    starting.set(
      name,
      Promise.all(awaited).then(async () => void services.set(name, await start(await plan(facts, running)))),
    )
  }
  const outcomes = await Promise.allSettled(starting.values())
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return [...services.values()]
}
