import type { ApolloServerPlugin } from '@apollo/server'

import type { Answer, FurtherAnswer } from '../extensions/extension.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { mapParts } from './deliverParts.ts'

/** Has Apollo Server write an answer that comes in parts as one: its own executors know `@defer`, its hook for gateways does not. */
export function answerInParts(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return
        const { later, ...initial } = response.body.singleResult as Answer
        if (later === undefined) return
        response.body = {
          kind: 'incremental',
          initialResult: { ...(initial as typeof response.body.singleResult), hasNext: true },
          subsequentResults: mapParts(later, asWritten),
        }
      },
    }),
  }
}

function asWritten({ incremental, ...piece }: FurtherAnswer) {
  const parts = incremental.map(({ errors, ...part }) => (errors === undefined ? part : { ...part, errors: errors.map((error) => error.toJSON()) }))
  return { ...piece, incremental: parts }
}
