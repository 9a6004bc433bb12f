import { ok } from '@agora/errors/result.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { ClientAnswer, Extension } from '../extensions/extension.ts'
import { refuseRequest } from '../extensions/refusal.ts'
import { createJudgeVersion, type AnswerHeaders } from './apiVersion.ts'
import { createForward } from './forwardHeaders.ts'
import { createReplyHeaders } from './replyHeaders.ts'

/** Everything that a config says of headers, around requests; null where it says nothing. */
export function applyHeaderRules(config: Pick<RouterConfig, 'headers' | 'subgraphs'>): Extension | null {
  const { version } = config.headers
  const forward = createForward(config)
  const beginReply = createReplyHeaders(config)
  const judge = version === undefined ? null : createJudgeVersion(version)
  if (forward === null && beginReply === null && judge === null) return null
  return {
    request: (next) => async (request, context) => {
      const asked = version === undefined ? undefined : request.headers[version.header]
      const said = judge?.(typeof asked === 'string' ? asked : undefined) ?? ok([])
      if (!said.ok) return refuseRequest(said.error, context)
      if (forward === null && beginReply === null) return saying(said.value, await next(request, context))
      const forwarded = forward?.(request.headers)
      if (forwarded?.ok === false) return refuseRequest(forwarded.error, context)
      const received = beginReply?.()
      const answer = await next(request, { ...context, forwarded: forwarded?.value, received })
      return saying(said.value, { ...answer, headers: { ...received?.said(), ...answer.headers } })
    },
  }
}

/** Whatever else is said is said over it. */
function saying(said: AnswerHeaders, answer: ClientAnswer): ClientAnswer {
  return { ...answer, headers: { ...Object.fromEntries(said), ...answer.headers } }
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
