import { glob } from 'node:fs/promises'

/** How far a spec may reach: nothing outside the process, real servers, or the whole stack. */
export const levels = ['unit', 'int', 'e2e'] as const

/** A level of specs. */
export type Level = (typeof levels)[number]

/** The level a file's name says, or undefined when it is no spec. */
export function levelOf(file: string): Level | undefined {
  return levels.find((level) => file.endsWith(`.${level}.spec.ts`))
}

const ROOTS = ['packages', 'subgraphs', 'router', 'schema', 'prisma', 'tools', 'e2e', 'bench']

/** Every spec of the house by its level, in the order of their names. */
export async function findSpecs(): Promise<Record<Level, string[]>> {
  const found: Record<Level, string[]> = { unit: [], int: [], e2e: [] }
  for await (const file of glob(
    ROOTS.map((root) => `${root}/**/*.spec.ts`),
    { exclude: (name) => name === 'node_modules' || name === '__generated__' },
  )) {
    const level = levelOf(file)
    if (level === undefined) throw new Error(`${file} does not say its level: name it .unit.spec.ts, .int.spec.ts or .e2e.spec.ts`)
    found[level].push(file)
  }
  for (const level of levels) found[level].sort()
  return found
}
