import { drawFrom, type Draw } from './randomSelections.ts'

/** What a run of random operations is made from. */
export interface RunOfOperations {
  readonly seed: number
  readonly operations: number
  /** The choices of one operation, whatever was drawn for others. */
  readonly drawOf: (operation: number) => Draw
}

/** `SEED` and `OPERATIONS` of the environment choose another run than the one that guards a change. */
export function seedOfRun(operations: number, environment: NodeJS.ProcessEnv): RunOfOperations {
  const seed = Number(environment['SEED'] ?? 1)
  return { seed, operations: Number(environment['OPERATIONS'] ?? operations), drawOf: (operation) => drawFrom(seed * 1_000_003 + operation) }
}
