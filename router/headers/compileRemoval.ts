import { fits } from './fits.ts'
import type { RemovalRule } from './headerConfig.ts'

/** The step of a rule that takes out what earlier rules have gathered. */
export function compileRemoval(rule: RemovalRule): (gathered: Map<string, unknown>) => void {
  if ('remove' in rule) return (gathered) => void gathered.delete(rule.remove)
  const isMeant = fits(rule.removeMatching)
  return (gathered) => [...gathered.keys()].filter(isMeant).forEach((name) => gathered.delete(name))
}
