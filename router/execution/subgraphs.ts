import { codedError } from '@agora/errors/graphqlError.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Lasting } from '../reload/lasting.ts'
import type { TrafficMetrics } from '../subgraphTraffic/trafficMetrics.ts'
import { trafficPolicyOf } from '../subgraphTraffic/trafficPolicy.ts'
import type { Supergraph, SupergraphMember } from '../supergraph/readSupergraph.ts'
import type { AskSubgraph, Subgraph, SubgraphRequest } from './askSubgraph.ts'
import type { CallSubgraph } from './callSubgraph.ts'
import { createHttpSubgraph, type HttpSubgraph, type ObserveCall } from './httpSubgraph.ts'

/** The only address that is answered inside the router's own process. */
export const NODE_URL = 'internal://node'

/** What the ways to the subgraphs are made of. */
export interface SubgraphsParts {
  readonly supergraph: Supergraph
  readonly config: Pick<RouterConfig, 'subgraphs' | 'traffic'>
  /** The identity minter of a subgraph by its name; null where identities are not signed. */
  readonly mintFor: (subgraph: string) => ((viewer: Viewer) => string) | null
  /** The in-process subgraph, made over the ways to the others; null where the config does not enable it. */
  readonly createNode: ((ask: AskSubgraph) => Subgraph) | null
  readonly observe: ObserveCall
  /** Hung around each call over HTTP. @default none */
  readonly extensions?: readonly Extension[]
  readonly metrics?: TrafficMetrics | undefined
  /** Keeps what is known of replicas from one generation to the next. @default each begins anew */
  readonly lasting?: Lasting | undefined
}

/** The ways to all subgraphs of a supergraph. */
export interface Subgraphs {
  readonly ask: AskSubgraph
  /** The same ways for requests that are written already. */
  readonly call: CallSubgraph
  /** Closes every kept connection once the calls in flight are done. */
  close(): Promise<void>
}

/** The subgraphs that are called over HTTP: neither the one in this process nor one that is there for its types only. */
export function calledOverHttp(supergraph: Supergraph, config: Pick<RouterConfig, 'subgraphs'>): string[] {
  return supergraph.members.filter((member) => !['', NODE_URL].includes(addressesOf(member, config)[0] ?? '')).map(({ name }) => name)
}

/** The config's addresses of a subgraph, else the supergraph's. */
function addressesOf({ name, url }: SupergraphMember, { subgraphs }: Pick<RouterConfig, 'subgraphs'>): readonly string[] {
  const { urls = [], url: own = url } = subgraphs[name] ?? {}
  return urls.length > 0 ? urls : [own]
}

/** Opens the way to each subgraph: its addresses are the config's, else the supergraph's. Throws TypeError for an address that is no URL. */
export function openSubgraphs({ supergraph, config, mintFor, createNode, observe, extensions = [], metrics, lasting }: SubgraphsParts): Subgraphs {
  const ways = new Map<string, Way>()
  const closing: (() => Promise<void>)[] = []
  const wayTo = (name: string): Way => {
    const way = ways.get(name)
    if (way === undefined) throw codedError('INTERNAL_SERVER_ERROR', `There is no way to the subgraph ${name}`)
    return way
  }
  const ask: AskSubgraph = (name, request, context) => wayTo(name).ask(request, context)
  for (const member of supergraph.members) {
    const urls = addressesOf(member, config)
    if (urls[0] === NODE_URL && createNode !== null) ways.set(member.name, inProcess(createNode(ask)))
    if (urls[0] === NODE_URL || urls[0] === '') continue
    const http = createHttpSubgraph({
      name: member.name,
      urls: urls.map((url) => httpUrl(url, member.name)),
      policy: trafficPolicyOf(member.name, config),
      mint: mintFor(member.name),
      observe,
      extensions,
      metrics,
      lasting,
    })
    ways.set(member.name, http)
    closing.push(http.close)
  }
  return {
    ask,
    call: (request, context) => wayTo(request.subgraph).call(request, context),
    close: async () => void (await Promise.all(closing.map((close) => close()))),
  }
}

type Way = Pick<HttpSubgraph, 'ask' | 'call'>

/** A subgraph of this process reads its variables from the text. */
function inProcess(ask: Subgraph): Way {
  return {
    ask,
    call: ({ query, operationName, body }, context) => {
      const { variables } = JSON.parse(body) as SubgraphRequest
      return ask({ query, operationName, variables }, context)
    },
  }
}

function httpUrl(url: string, name: string): string {
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol))
    throw new TypeError(`The address of the subgraph ${name} is not one that can be called: "${url}"`)
  return url
}
