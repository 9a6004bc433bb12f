import type { Metrics } from '@agora/metrics/metrics.ts'

import type { ModuleParts } from './extensionModule.ts'

const NAME = /^extension_[a-z0-9_]+$/

/**
 * The metrics that a module may make. A name is taken once, by its first labels: whoever comes with others, after a change of the file, would throw with each request
 * instead of once. Throws TypeError for those, and for the router's own names.
 */
export function moduleMetrics(metrics: Metrics): ModuleParts['metrics'] {
  const check = (name: string, labels: readonly string[]): void => {
    if (!NAME.test(name)) throw new TypeError(`The metric ${name} must begin with "extension_", in small letters`)
    const known = metrics.registry.getSingleMetric(name)
    const taken: unknown = known !== undefined && 'labelNames' in known ? known.labelNames : labels
    if (String(taken) !== String(labels)) throw new TypeError(`The metric ${name} has other labels since this process was started: ${String(taken)}`)
  }
  return {
    counter(name, help, labels = []) {
      check(name, labels)
      return metrics.counter(name, help, labels)
    },
    histogram(name, help, options) {
      check(name, options.labels ?? [])
      return metrics.histogram(name, help, options)
    },
  }
}
