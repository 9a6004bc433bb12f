import type { ApolloServerPlugin } from '@apollo/server'
import type { FormattedExecutionResult } from 'graphql'

import type { Answer, FurtherAnswer } from '../extensions/extension.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { mapParts } from './deliverParts.ts'

/**
 * Has Apollo Server write an answer that comes in parts as one: its own executors know `@defer`, its hook for gateways does not. Who accepts nothing but parts is given whatever
 * there is to say in one part: 406 would hide it.
 */
export function answerInParts(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async ({ request, contextValue }) => ({
      willSendResponse: async ({ response }) => {
        if (contextValue.inParts !== true || response.body.kind !== 'single') return
        const { singleResult } = response.body
        const { later } = singleResult as Answer
        if (later === undefined && acceptsWhole(request.http?.headers.get('accept') ?? '')) return
        response.body = {
          kind: 'incremental',
          initialResult: { ...firstOf(singleResult, contextValue), hasNext: later !== undefined },
          subsequentResults: mapParts(later ?? nothing(), asWritten),
        }
      },
    }),
  }
}

/** Errors of an execution carry the request id already, those from before it get it here: what is written in parts is not looked at again. */
function firstOf({ data, errors, extensions }: FormattedExecutionResult, { requestId }: RequestContext): FormattedExecutionResult {
  return {
    ...(errors === undefined ? {} : { errors: errors.map((error) => ({ ...error, extensions: { requestId, ...error.extensions } })) }),
    ...(data === undefined ? {} : { data }),
    ...(extensions === undefined ? {} : { extensions }),
  }
}

function acceptsWhole(accept: string): boolean {
  return /\bapplication\/(?:json|graphql-response\+json|\*)|\*\/\*/i.test(accept)
}

async function* nothing(): AsyncGenerator<FurtherAnswer> {}

function asWritten({ incremental, ...piece }: FurtherAnswer) {
  const parts = incremental.map(({ errors, ...part }) => (errors === undefined ? part : { ...part, errors: errors.map((error) => error.toJSON()) }))
  return { ...piece, incremental: parts }
}
