import type { IncomingHttpHeaders } from 'node:http'

import type { AnswerRequest } from '../extension.ts'

const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie']

/**
 * Gives a hook of somebody else's the headers of a request without the credentials in them, and what comes after it the whole: rules of the config may let them go on.
 * What was taken is kept by the request's trace, which stays itself when request or context are written anew.
 */
export function withoutCredentials(hook: (next: AnswerRequest) => AnswerRequest, next: AnswerRequest): AnswerRequest {
  const taken = new WeakMap<object, IncomingHttpHeaders>()
  const around = hook((request, context) => {
    const credentials = taken.get(context.trace)
    return next(credentials === undefined ? request : { ...request, headers: { ...credentials, ...request.headers } }, context)
  })
  return (request, context) => {
    if (!CREDENTIALS.some((name) => request.headers[name] !== undefined)) return around(request, context)
    const all = Object.entries(request.headers)
    taken.set(context.trace, Object.fromEntries(all.filter(([name]) => CREDENTIALS.includes(name))))
    return around({ ...request, headers: Object.fromEntries(all.filter(([name]) => !CREDENTIALS.includes(name))) }, context)
  }
}
