import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { VersionConfig } from './headerConfig.ts'

/** Headers of an answer: names and values. */
export type AnswerHeaders = readonly (readonly [string, string])[]

/** What is said of the version that a client asks for; fails where it is not answered. A client that asks for none gets the current one. */
export type JudgeVersion = (asked: string | undefined) => Result<AnswerHeaders, GraphQLError>

/**
 * Makes the judge of versions. Every one that is answered is told back; a deprecated one with `Deprecation` (https://www.rfc-editor.org/rfc/rfc9745)
 * and, where the day is known on which it ends, `Sunset` (https://www.rfc-editor.org/rfc/rfc8594).
 */
export function createJudgeVersion({ header, current, supported, deprecated }: VersionConfig): JudgeVersion {
  const answered = new Map<string, AnswerHeaders>([current, ...supported].map((version) => [version, [[header, version]]]))
  for (const [version, { since, sunset, link }] of Object.entries(deprecated)) {
    answered.set(version, [
      [header, version],
      ['deprecation', `@${Date.parse(since) / 1000}`],
      ...(sunset === undefined ? [] : [['sunset', new Date(sunset).toUTCString()] as const]),
      ...(link === undefined ? [] : [['link', `<${new URL(link).href}>; rel="deprecation"; type="text/html"`] as const]),
    ])
  }
  const known = [...answered.keys()].toSorted()
  return (asked = current) => {
    const said = answered.get(asked)
    if (said !== undefined) return ok(said)
    return fail(codedError('BAD_REQUEST', `This version of the API is not answered; ${header} may say: ${known.join(', ')}.`, { supported: known }))
  }
}
