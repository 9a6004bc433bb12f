import { createHmac } from 'node:crypto'

import { z } from 'zod'

import type { Extension } from '../extension.ts'
import type { ModuleParts } from '../modules/extensionModule.ts'

export const options = z.strictObject({ secret: z.string().min(32), subgraphs: z.array(z.string()) })

/** Signs what is sent to subgraphs, for one that is reached through somebody else's network: `signature: t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>" in hex>`. */
export default function signCalls({ options: { secret, subgraphs }, subgraphs: known }: ModuleParts<z.infer<typeof options>>): Extension {
  const unknown = subgraphs.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`There is no subgraph ${unknown}.`)
  return {
    subgraphCall(next, subgraph) {
      if (!subgraphs.includes(subgraph)) return next
      return (call, context) => {
        const time = Math.floor(Date.now() / 1000)
        const signature = createHmac('sha256', secret).update(`${time}.${call.body}`).digest('hex')
        return next({ ...call, headers: { ...call.headers, signature: `t=${time},v1=${signature}` } }, context)
      }
    },
  }
}
