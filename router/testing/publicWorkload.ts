import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { parseSupergraph, type Supergraph } from '../supergraph/readSupergraph.ts'

/** Where it lies: beside the checkout. */
export const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'workload')

/** Why a test that needs the workload cannot run here; false where it can. */
export const skip = existsSync(folder) ? false : 'the workload is not beside this checkout'

/** The subgraphs of the public benchmark, running. */
export interface PublicWorkload {
  readonly supergraph: Supergraph
  /** GET answers how many calls there have been; a subgraph is at `/<name>`. */
  readonly origin: string
  readonly queries: { readonly heavy: string; readonly light: string }
  stop(): void
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Starts its server on a free port. */
export async function startPublicWorkload(): Promise<PublicWorkload> {
  const home = mkdtempSync(join(tmpdir(), 'workload-'))
  // Its server finds its packages from where it lies.
  copyFileSync(join(folder, 'subgraphs.mjs'), join(home, 'subgraphs.mjs'))
  symlinkSync(join(import.meta.dirname, '..', 'node_modules'), join(home, 'node_modules'))
  const port = await freePort()
  const server = spawn(process.execPath, [join(home, 'subgraphs.mjs'), `${port}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(server.stdout ?? server, 'data')
  const read = parseSupergraph(readFileSync(join(folder, 'supergraph.graphql'), 'utf8').replaceAll(':4300/', `:${port}/`))
  if (!read.ok) throw new Error(read.error)
  const queries = (await import(pathToFileURL(join(folder, 'query.mjs')).href)) as PublicWorkload['queries']
  const stop = (): void => {
    server.kill()
    rmSync(home, { recursive: true })
  }
  return { supergraph: read.value, origin: `http://127.0.0.1:${port}`, queries, stop }
}
