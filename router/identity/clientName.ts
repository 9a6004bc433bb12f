import type { RouterViewer } from './routerViewer.ts'

/** Where an application says its name. */
export interface ClientNameOptions {
  /** Anybody can write anything there: it tells honest applications apart. */
  readonly header: string
  /** A claim of the access token, such as that of an API key; with it the header counts for nothing. Its text is in `viewer.client`. */
  readonly claim?: string | undefined
}

/** The name of the application that asks; undefined where nothing says. */
export type ClientName = (headers: Readonly<Record<string, string | readonly string[] | undefined>>, viewer: RouterViewer) => string | undefined

const LONGEST = 100

/** Tells applications apart, by their own word or by that of the issuer. */
export function createClientName({ header, claim }: ClientNameOptions): ClientName {
  if (claim !== undefined) return (_, viewer) => (viewer.kind === 'anonymous' ? undefined : viewer.client)
  const name = header.toLowerCase()
  return (headers) => {
    const value = headers[name]
    return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST) : undefined
  }
}
