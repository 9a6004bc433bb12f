import type { OutgoingHttpHeaders } from 'node:http'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { ReplyHeaders } from '../execution/http/createPost.ts'
import { compileRemoval } from './compileRemoval.ts'
import { fits } from './fits.ts'
import type { ResponseRule } from './headerConfig.ts'
import { isValue, mayTell } from './headerNames.ts'

/** What subgraphs' replies to one request bring for its client. */
export interface ReceivedHeaders {
  /** Takes what the rules want of a reply. Replies that come at the same time are taken in the order in which they come. */
  take(subgraph: string, headers: ReplyHeaders): void
  /** What the client is told, so far. */
  said(): OutgoingHttpHeaders
}

type Algorithm = 'first' | 'last' | 'append'
type Step = (gathered: Map<string, Taken>, reply: ReplyHeaders) => void

interface Taken {
  readonly values: readonly string[]
  readonly algorithm: Algorithm
}

/** So much of what subgraphs say is passed on for one request: clients read no more than some 16 KiB of headers. */
const MOST_BYTES = 8192

/** Compiles the rules; null where there are none. What it answers begins the headers of one request. */
export function createReplyHeaders({ headers, subgraphs }: Pick<RouterConfig, 'headers' | 'subgraphs'>): (() => ReceivedHeaders) | null {
  const own = Object.entries(subgraphs).flatMap(([name, { headers: rules }]) =>
    rules === undefined || rules.response.length === 0 ? [] : [{ name, rules }],
  )
  if (headers.response.length + own.length === 0) return null
  const all = headers.response.map(compileRule)
  const bySubgraph = new Map(own.map(({ name, rules }) => [name, [...all, ...rules.response.map(compileRule)]] as const))
  return () => gatherReplies((subgraph) => bySubgraph.get(subgraph) ?? all)
}

function gatherReplies(stepsOf: (subgraph: string) => readonly Step[]): ReceivedHeaders {
  const received = new Map<string, readonly string[]>()
  return {
    take(subgraph, reply) {
      const gathered = new Map<string, Taken>()
      for (const step of stepsOf(subgraph)) step(gathered, reply)
      for (const [name, taken] of gathered) received.set(name, merged(received.get(name), taken))
    },
    said() {
      const told: OutgoingHttpHeaders = {}
      let bytes = 0
      for (const [name, values] of received) {
        bytes += values.reduce((sum, value) => sum + name.length + value.length, 0)
        if (bytes > MOST_BYTES) break
        told[name] = name === SEVERAL ? [...values] : values.join(', ')
      }
      return told
    },
  }
}

/** The one header whose values must not be joined: https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
const SEVERAL = 'set-cookie'

function merged(before: readonly string[] | undefined, { values, algorithm }: Taken): readonly string[] {
  if (before === undefined || algorithm === 'last') return values
  return algorithm === 'first' ? before : [...before, ...values]
}

function compileRule(rule: ResponseRule): Step {
  if ('propagate' in rule) {
    const { propagate, as = propagate, default: otherwise, algorithm = usual(as) } = rule
    return (gathered, reply) => {
      const values = valuesOf(reply, propagate) ?? (otherwise === undefined ? undefined : [otherwise])
      if (values !== undefined) gathered.set(as, { values, algorithm })
    }
  }
  if ('remove' in rule || 'removeMatching' in rule) return compileRemoval(rule)
  const isMeant = fits(rule.propagateMatching)
  return (gathered, reply) => {
    for (const name of Object.keys(reply)) {
      const values = isMeant(name) && mayTell(name) ? valuesOf(reply, name) : undefined
      if (values !== undefined) gathered.set(name, { values, algorithm: rule.algorithm ?? usual(name) })
    }
  }
}

function usual(name: string): Algorithm {
  return name === SEVERAL ? 'append' : 'last'
}

/** What cannot be said to a client is left out. */
function valuesOf(reply: ReplyHeaders, name: string): readonly string[] | undefined {
  const value = Object.hasOwn(reply, name) ? reply[name] : undefined
  if (value === undefined) return undefined
  const values = (typeof value === 'string' ? [value] : value).filter(isValue)
  return values.length === 0 ? undefined : values
}
