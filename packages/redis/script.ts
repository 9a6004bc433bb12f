import { createHash } from 'node:crypto'

import type { RedisClient } from './openRedis.ts'

/** Runs a script that Redis carries out whole, before anybody else's next command. */
export type Script<Answer> = (client: RedisClient, keys: string[], values: string[]) => Promise<Answer>

/** A script in Lua. Redis is sent its digest, and the text where it does not know that: at first, and after it was started again. */
export function createScript<Answer>(text: string): Script<Answer> {
  const digest = createHash('sha1').update(text).digest('hex')
  return async (client, keys, values) => {
    const options = { keys, arguments: values }
    const answer = await client.evalSha(digest, options).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return client.eval(text, options)
    })
    return answer as Answer
  }
}
