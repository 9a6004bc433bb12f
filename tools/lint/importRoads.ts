import { posix } from 'node:path'

const IMPORT = /^\s*(?:import|export)\b[^'"]*?\bfrom\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/** The modules that a source text imports, as written there. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? [])
}

const SERVICES = ['users', 'products', 'orders', 'payments', 'ai', 'router']
const ANYWHERE = new Set(['tools', 'e2e', 'bench'])

/** What a path belongs to: `packages/money`, `subgraphs/users`, `prisma/users`, else its first folder. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return ['packages', 'subgraphs', 'prisma'].includes(first) ? `${first}/${second}` : first
}

/** Where a written module leads: a room of the house, or undefined for Node's own modules and installed packages. */
function destination(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return roomOf(posix.join(posix.dirname(file), specifier))
  const name = /^@agora\/([^/]+)/.exec(specifier)?.[1]
  if (name === undefined) return undefined
  if (!SERVICES.includes(name)) return `packages/${name}`
  return name === 'router' ? 'router' : `subgraphs/${name}`
}

/** Rooms that a room may import beside itself; `packages/` stands for all of them. */
function mayImport(room: string): readonly string[] {
  const [kind, domain] = room.split('/')
  if (kind === 'subgraphs') return ['packages/', 'schema', `prisma/${domain}`]
  return kind === 'packages' ? ['packages/'] : ['packages/', 'schema']
}

const ROADS: Readonly<Record<string, string>> = {
  packages: 'a package knows nobody who uses it: take what you need as an argument',
  subgraphs: "a subgraph meets others in SDL, protos and tokens: reference the other's entity in the SDL, or call it through packages/rpc",
  router: 'the router knows subgraphs by the supergraph, by packages/rpc and by its configuration',
  schema: 'the schema stands below the services: it may use packages only',
  prisma: "a domain's tables and seed stand alone: they may use packages only",
}

/** Imports of a file that lead where its room must not look, each as one sentence that names the right road. */
export function importFaults(file: string, source: string): string[] {
  const room = roomOf(file)
  if (ANYWHERE.has(room)) return []
  return importsOf(source).flatMap((specifier) => {
    const target = destination(file, specifier)
    if (target === undefined || target === room) return []
    if (specifier.startsWith('.') && target.startsWith('packages/')) {
      return [`${file} imports '${specifier}': a package is imported by its name, '@agora/${target.slice(9)}/<file>.ts'`]
    }
    const open = mayImport(room).some((allowed) => (allowed.endsWith('/') ? target.startsWith(allowed) : target === allowed))
    return open ? [] : [`${file} imports '${specifier}': ${ROADS[room.split('/')[0] ?? ''] ?? 'imports point towards packages'}`]
  })
}
