/** Whole months before the current one that messages, and what consumers remember of them, are kept. */
export const RETENTION_MONTHS = 3

/** The shortest that the months before the current one can be together: February, March and April. */
export const SHORTEST_RETENTION_DAYS = 89

const startOfMonth = (moment: Date, months: number): Date => new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + months, 1))

/** What happened before this moment is no longer kept: nobody could tell whether it was handled. */
export const keptFrom = (now: Date): Date => startOfMonth(now, -RETENTION_MONTHS)

/** The last month that partitions are made for: the next one, so that midnight surprises nobody. */
export const madeUntil = (now: Date): Date => startOfMonth(now, 1)

/** The end of what partitions are made for. */
export const keptUntil = (now: Date): Date => startOfMonth(now, 2)
