const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

/** What a package.json says that it needs, by package and version or range. */
export type Manifest = Readonly<Partial<Record<(typeof KINDS)[number], Readonly<Record<string, string>>>>>

/** A row of docs/dependencies.md: the packages of its first column, and whether reason and licence are filled in. */
interface Row {
  readonly packages: readonly string[]
  readonly complete: boolean
}

function rowsOf(page: string): Row[] {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((line) => {
    const [names = '', reason = '', , licence = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    return { packages: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), complete: reason !== '' && licence !== '' }
  })
}

/** Faults between the packages that the workspace names and the page that says why each is there and under which licence. */
export function dependencyFaults(page: string, manifests: readonly Manifest[]): string[] {
  const entries = manifests.flatMap((manifest) => KINDS.flatMap((kind) => Object.entries(manifest[kind] ?? {})))
  const used = new Map(entries.filter(([, version]) => !version.startsWith('workspace:')))
  const rows = rowsOf(page)
  const named = new Set(rows.flatMap(({ packages }) => packages))
  return [
    ...[...used].flatMap(([name, version]) => (/^\d[\w.+-]*$/.test(version) ? [] : [`${name} is asked for as '${version}': give one exact version`])),
    ...[...used.keys()].filter((name) => !named.has(name)).map((name) => `docs/dependencies.md has no line for ${name}: say what it does for us`),
    ...[...named].filter((name) => !used.has(name)).map((name) => `docs/dependencies.md names ${name}, which no package.json asks for`),
    ...rows.filter(({ complete }) => !complete).map(({ packages }) => `docs/dependencies.md lacks reason or licence of ${packages.join(', ')}`),
  ].toSorted()
}
