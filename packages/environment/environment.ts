import { z } from 'zod'

/** The environment is not what the process needs; the message lists every fault at once, never a value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
}

/**
 * Reads a process's settings once. Each process has one `env.ts` that calls this; no other file reads `process.env`.
 * An empty variable counts as unset. Throws EnvironmentError naming every missing or malformed variable.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(shape: Shape, variables: NodeJS.ProcessEnv = process.env): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = z.object(shape).safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new EnvironmentError(`The environment is not complete:\n${faults.join('\n')}`)
}

/** A TCP port; 0 lets the system choose. */
export const port = z.coerce.number().int().min(0).max(65_535)

/** A switch: `true` or `false`, nothing in between. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
