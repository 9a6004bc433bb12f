import { parse } from 'graphql'

import { createMemo } from '@agora/security/memo.ts'

import type { Reply } from '../execution/http/createPost.ts'
import type { SendCall } from '../extensions/extension.ts'
import { createInFlight } from './inFlight.ts'
import { isPublicRequest } from './publicSelections.ts'
import type { Sharing } from './sharing.ts'

/**
 * Sends equal queries to one subgraph that are under way at once as one: those in one viewer's name, or, where all that they select is public, those of all viewers
 * with the same permissions, in the name of nobody in particular. What is shared is the reply's text, which each caller reads for itself.
 */
export function shareCalls(next: SendCall, { hints, keys, changes, joined }: Sharing): SendCall {
  const flights = createInFlight<Reply>(changes)
  const isPublic = createMemo({ limit: REMEMBERED, make: (query) => isPublicRequest(parse(query, { noLocation: true }), hints) })
  return async (call, context) => {
    if (call.operation !== 'query') return next(call, context).finally(() => void (changes.count += 1))
    // What the subgraph says to a client by headers is said to the one who asked.
    if (context.received !== undefined) return next(call, context)
    const { own, permissions, everybody } = keys(context.viewer)
    const forAll = isPublic(call.query)
    const scope = `${forAll ? permissions : own}${context.forwarded?.text() ?? ''}`
    const viewer = forAll ? everybody : context.viewer
    let isMine = false
    const { value } = flights.join({ scope, text: call.body, signal: context.signal }, (signal) => {
      isMine = true
      return next(call, { ...context, viewer, signal })
    })
    if (!isMine) joined('call')
    return value
  }
}

const REMEMBERED = 2000
