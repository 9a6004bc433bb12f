import type { IncomingHttpHeaders } from 'node:http'

import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { compileRemoval } from './compileRemoval.ts'
import { fits } from './fits.ts'
import type { RequestRule } from './headerConfig.ts'
import { isValue, mayFit } from './headerNames.ts'

/** What of a client's headers goes on to subgraphs. */
export interface Forwarded {
  /** All of it as one text, the same for the same headers; empty where it is nothing. Made when it is asked for. Whoever lets requests have an answer in common compares it. */
  text(): string
  /** Names and values in turn. */
  to(subgraph: string): readonly string[]
}

/** Applies the rules to a client's headers; fails where a header that has to go on is too long. */
export type Forward = (headers: IncomingHttpHeaders) => Result<Forwarded, GraphQLError>

type Gathered = Map<string, string>
type Step = (gathered: Gathered, client: IncomingHttpHeaders) => void

/** Compiles the rules; null where there are none, and nothing goes on. */
export function createForward({ headers, subgraphs }: Pick<RouterConfig, 'headers' | 'subgraphs'>): Forward | null {
  const own = Object.entries(subgraphs).flatMap(([name, { headers: rules }]) =>
    rules === undefined || rules.request.length === 0 ? [] : [{ name, rules }],
  )
  if (headers.request.length + own.length === 0) return null
  const all = headers.request.map(compileRule)
  const apart = own.map(({ name, rules }) => ({ name, steps: [...all, ...rules.request.map(compileRule)] }))
  return (client) => {
    const sendable = withoutNamedByConnection(client)
    const common = gather(all, sendable)
    const special = apart.map(({ name, steps }) => [name, gather(steps, sendable)] as const)
    const long =
      tooLong(common, headers.maxValueBytes) ??
      special.map(([, gathered]) => tooLong(gathered, headers.maxValueBytes)).find((name) => name !== undefined)
    if (long !== undefined) return fail(codedError('BAD_REQUEST', `The header ${long} is longer than ${headers.maxValueBytes} bytes.`))
    return ok(
      forwarded(
        inTurn(common),
        special.map(([name, gathered]) => [name, inTurn(gathered)] as const),
      ),
    )
  }
}

function tooLong(gathered: Gathered, most: number): string | undefined {
  for (const [name, value] of gathered) if (value.length > most) return name
  return undefined
}

function forwarded(shared: readonly string[], special: readonly (readonly [string, readonly string[]])[]): Forwarded {
  let text: string | undefined
  return {
    text: () => (text ??= textOfAll([shared, ...special.map(([, list]) => list)])),
    to: (subgraph) => special.find(([name]) => name === subgraph)?.[1] ?? shared,
  }
}

function textOfAll(lists: readonly (readonly string[])[]): string {
  return lists.every((list) => list.length === 0) ? '' : JSON.stringify(lists)
}

function inTurn(gathered: Gathered): string[] {
  if (gathered.size < 2) for (const [name, value] of gathered) return [name, value]
  return [...gathered].toSorted(([one], [other]) => (one < other ? -1 : 1)).flat()
}

function gather(steps: readonly Step[], client: IncomingHttpHeaders): Gathered {
  const gathered: Gathered = new Map()
  for (const step of steps) step(gathered, client)
  return gathered
}

function compileRule(rule: RequestRule): Step {
  if ('propagate' in rule) {
    const { propagate, as = propagate, default: otherwise } = rule
    return (gathered, client) => {
      const value = textOf(client, propagate) ?? otherwise
      if (value !== undefined) gathered.set(as, value)
    }
  }
  if ('insert' in rule) return (gathered) => void gathered.set(rule.insert, rule.value)
  if ('remove' in rule || 'removeMatching' in rule) return compileRemoval(rule)
  const isMeant = fits(rule.propagateMatching)
  return (gathered, client) => {
    for (const name of Object.keys(client)) {
      const value = isMeant(name) && mayFit(name) ? textOf(client, name) : undefined
      if (value !== undefined) gathered.set(name, value)
    }
  }
}

function textOf(client: IncomingHttpHeaders, name: string): string | undefined {
  const value = Object.hasOwn(client, name) ? client[name] : undefined
  return typeof value === 'string' && isValue(value) ? value : undefined
}

/** A client may name headers that are about its connection alone: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
function withoutNamedByConnection(client: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection = '' } = client
  if (!/[^,\s]/.test(connection) || /^\s*(keep-alive|close)\s*$/i.test(connection)) return client
  const named = new Set(connection.split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(Object.entries(client).filter(([name]) => !named.has(name)))
}
