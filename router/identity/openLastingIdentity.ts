import type { RouterConfig } from '../config/routerConfig.ts'
import type { Lasting } from '../reload/lasting.ts'
import { openEdges } from './openEdges.ts'
import { openIdentity, type OpenIdentity, type OpenIdentityOptions } from './openIdentity.ts'

/** What it is opened with. */
export interface LastingIdentityOptions extends Pick<OpenIdentityOptions, 'jwks' | 'logger'> {
  readonly config: RouterConfig
  /** The subgraphs that are called over HTTP. */
  readonly called: readonly string[]
  readonly lasting: Lasting
}

/**
 * Keys and the list of ended sessions outlive a reload: begun anew they would be missing until they are loaded, and where the subgraph that has them is
 * away, viewers who are known now would be turned away. So they have a way of their own to it, which no generation closes.
 */
export async function openLastingIdentity({ config, jwks, called, lasting, logger }: LastingIdentityOptions): Promise<OpenIdentity> {
  const { identity, authorization } = config
  const authority = called.find((name) => name === identity.authority)
  const { internalUrl } = config.subgraphs[authority ?? ''] ?? {}
  let isNew = false
  const make = (): Promise<OpenIdentity> => {
    isNew = true
    return openWithItsWay({
      config: { ...config, subgraphs: authority === undefined ? {} : { [authority]: { internalUrl } } },
      jwks,
      authority,
      logger,
    })
  }
  const access = await lasting.keep(
    'identity',
    { identity, authorization, clients: config.clients, jwks, authority, internalUrl },
    { make, close: stopIt },
  )
  // A key that was taken out of a file is forgotten at a reload at the latest.
  if (!isNew) await Promise.all([access.keys, ...access.issuerKeys.values()].map((keys) => keys?.refresh()))
  return access
}

interface OwnWay {
  readonly config: RouterConfig
  readonly jwks: string | undefined
  readonly authority: string | undefined
  readonly logger: OpenIdentityOptions['logger']
}

async function openWithItsWay({ config, jwks, authority, logger }: OwnWay): Promise<OpenIdentity> {
  await using opened = new AsyncDisposableStack()
  const edges = openEdges(config, authority === undefined ? [] : [authority], logger)
  opened.defer(edges.close)
  const access = await openIdentity({ config, jwks, authority: edges.callers.get(authority ?? ''), logger })
  const way = opened.move()
  return {
    ...access,
    stop() {
      access.stop()
      void way.disposeAsync()
    },
  }
}

async function stopIt(access: Promise<OpenIdentity>): Promise<void> {
  await access.then(({ stop }) => stop()).catch(() => undefined)
}
