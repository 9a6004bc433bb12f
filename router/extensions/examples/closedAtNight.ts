import { z } from 'zod'

import type { Extension } from '../extension.ts'
import type { ModuleParts } from '../modules/extensionModule.ts'

const hour = z.coerce.number().int().min(0).max(24)

export const options = z.strictObject({ client: z.string(), from: hour, to: hour })

/** Refuses the mutations of one application between two hours, in UTC; those of all others, and what only reads, go on. */
export default function closedAtNight({ options: { client, from, to }, metrics, refuse }: ModuleParts<z.infer<typeof options>>): Extension {
  const refused = metrics.counter('extension_closed_at_night_total', 'Mutations that were refused at night.')
  return {
    operation: (next) => (operation, context) => {
      const isMeant = context.client === client && operation.definition.operation === 'mutation'
      if (!isMeant || !isBetween(new Date().getUTCHours(), from, to)) return next(operation, context)
      refused.inc()
      return Promise.resolve(
        refuse.operation({ status: 403, code: 'CLOSED_AT_NIGHT', message: `Nothing is changed between ${from} and ${to} o'clock, UTC.` }, context),
      )
    },
  }
}

/** A night may have midnight in it. */
export function isBetween(now: number, from: number, to: number): boolean {
  return from <= to ? from <= now && now < to : from <= now || now < to
}
