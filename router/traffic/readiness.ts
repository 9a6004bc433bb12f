/** Whether the router and all that it needs can answer; one entry for each part, true when it can. */
export interface Readiness {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, boolean>>
}

/** What is looked at, and whether the router is leaving. */
export interface ReadinessOptions {
  readonly probes: ReadonlyMap<string, () => Promise<boolean> | boolean>
  readonly isLeaving: () => boolean
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

const REMEMBERED_MS = 1000

/**
 * Looks at every part, at most once a second whoever asks: the address is public, and must not let a stranger make the router ask its subgraphs at will.
 * A router that is leaving is not ready, whatever its parts say.
 */
export function createReadiness({ probes, isLeaving, clock = Date.now }: ReadinessOptions): () => Promise<Readiness> {
  let looked: { readonly at: number; readonly parts: Promise<Record<string, boolean>> } | null = null
  return async () => {
    if (looked === null || clock() - looked.at >= REMEMBERED_MS) looked = { at: clock(), parts: lookAtAll(probes) }
    const parts = await looked.parts
    return { ready: !isLeaving() && Object.values(parts).every(Boolean), parts }
  }
}

async function lookAtAll(probes: ReadinessOptions['probes']): Promise<Record<string, boolean>> {
  const looked = [...probes].map(async ([name, probe]) => [name, await Promise.try(probe).catch(() => false)] as const)
  return Object.fromEntries(await Promise.all(looked))
}
