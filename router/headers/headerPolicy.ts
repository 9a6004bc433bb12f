import type { IncomingHttpHeaders } from 'node:http'

import type { GraphQLError } from 'graphql'

import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { createJudgeVersion, type AnswerHeaders } from './apiVersion.ts'
import { createForward, type Forwarded } from './forwardHeaders.ts'
import { createReplyHeaders, type ReceivedHeaders } from './replyHeaders.ts'

/** What the headers of one request come to. */
export interface RequestHeaders {
  /** What goes on to subgraphs; undefined where no rule lets anything through. */
  readonly forwarded: Forwarded | undefined
  /** Where subgraphs' headers are gathered for the client; undefined where no rule wants any. */
  readonly received: ReceivedHeaders | undefined
  /** What the answer says whatever comes. */
  readonly said: AnswerHeaders
}

/** Reads the headers of a request; fails where it must not be answered because of them. */
export type ReadHeaders = (headers: IncomingHttpHeaders) => Result<RequestHeaders, GraphQLError>

const NOTHING: Result<RequestHeaders, never> = ok({ forwarded: undefined, received: undefined, said: [] })

/** Everything that a config says of headers. Where it says nothing, nothing is done. */
export function createReadHeaders(config: Pick<RouterConfig, 'headers' | 'subgraphs'>): ReadHeaders {
  const { version } = config.headers
  const forward = createForward(config)
  const beginReply = createReplyHeaders(config)
  const judge = version === undefined ? null : createJudgeVersion(version)
  if (forward === null && beginReply === null && judge === null) return () => NOTHING
  return (headers) => {
    const asked = version === undefined ? undefined : headers[version.header]
    const said = judge?.(typeof asked === 'string' ? asked : undefined) ?? ok([])
    if (!said.ok) return said
    const forwarded = forward?.(headers)
    if (forwarded?.ok === false) return fail(forwarded.error)
    return ok({ forwarded: forwarded?.value, received: beginReply?.(), said: said.value })
  }
}

/** What browsers must let pages of other origins send and read for these rules to work. */
export function headersForPages({ headers, subgraphs }: Pick<RouterConfig, 'headers' | 'subgraphs'>): {
  readonly sent: readonly string[]
  readonly read: readonly string[]
} {
  const own = Object.values(subgraphs).map((settings) => settings.headers)
  const requests = [headers, ...own].flatMap((rules) => rules?.request ?? [])
  const responses = [headers, ...own].flatMap((rules) => rules?.response ?? [])
  const versions = headers.version === undefined ? [] : [headers.version.header]
  return {
    sent: [...new Set([...requests.flatMap((rule) => ('propagate' in rule ? [rule.propagate] : [])), ...versions])],
    read: [
      ...new Set([
        ...responses.flatMap((rule) => ('propagate' in rule ? [rule.as ?? rule.propagate] : [])),
        ...versions,
        ...(versions.length === 0 ? [] : ['deprecation', 'sunset', 'link']),
      ]),
    ],
  }
}
