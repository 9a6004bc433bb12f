import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server'

import { currentDeadline } from '@agora/deadline/deadline.ts'
import { errorCodes } from '@agora/errors/codes.ts'
import { codedError } from '@agora/errors/graphqlError.ts'

import type { SubgraphContext } from './context.ts'
import { TOO_LATE } from './maskErrors.ts'

/** A mutation is not begun when nobody waits for it any more; one that has begun goes on to its end, whoever waits: half of it may have happened. */
export function letMutationsFinish<Context extends SubgraphContext>(): ApolloServerPlugin<Context> {
  const listener: GraphQLRequestListener<Context> = {
    didResolveOperation({ operation }) {
      const deadline = operation?.operation === 'mutation' ? currentDeadline() : undefined
      if (deadline?.remainingMs() === 0)
        return Promise.reject(codedError(TOO_LATE.code, TOO_LATE.message, { http: { status: errorCodes[TOO_LATE.code].status } }))
      deadline?.lift()
      return Promise.resolve()
    },
  }
  return { requestDidStart: () => Promise.resolve(listener) }
}
