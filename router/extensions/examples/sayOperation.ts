import { z } from 'zod'

import type { Extension } from '../extension.ts'
import type { ModuleParts } from '../modules/extensionModule.ts'

export const options = z.strictObject({ header: z.string().toLowerCase().default('x-operation-name') })

const LONGEST_NAME = 100

/** Says in a header of the response which operation it answers. Of a batch it is the last one. */
export default function sayOperation({ options: { header } }: ModuleParts<z.infer<typeof options>>): Extension {
  // A request and its operations have the trace in common, and nothing else stays itself on the way.
  const names = new WeakMap<object, string>()
  return {
    operation: (next) => (operation, context) => {
      if (operation.name !== undefined) names.set(context.trace, operation.name)
      return next(operation, context)
    },
    request: (next) => async (request, context) => {
      const answer = await next(request, context)
      const name = names.get(context.trace)
      return name === undefined ? answer : { ...answer, headers: { ...answer.headers, [header]: name.slice(0, LONGEST_NAME) } }
    },
  }
}
