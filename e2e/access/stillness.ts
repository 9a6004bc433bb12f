import pg from 'pg'

/** Watches whether anything is written, in any table of any domain but where processes say that they are alive. */
export interface Stillness {
  /** Throws, naming the tables, when anything is other than it was at the start. */
  assertStill(occasion: string): Promise<void>
  /** The same without the shortcut: every row of every table is read again. */
  assertSameRows(occasion: string): Promise<void>
  close(): Promise<void>
}

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 500`

/** Where processes say that they are alive, whoever asks for what. */
const HEARTBEATS: ReadonlySet<string> = new Set(['orders public.checkout_runners', 'bus public.members'])

/** A checksum of every row of every table, by `domain table`. The order of rows means nothing. */
async function sums(domain: string, client: pg.Client): Promise<[string, string][]> {
  const { rows } = await client.query<{ name: string }>(TABLES)
  const found: [string, string][] = []
  for (const { name } of rows) {
    if (HEARTBEATS.has(`${domain} ${name}`)) continue
    const sum = await client.query<{ sum: string }>(`SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum FROM ${name} t`)
    found.push([`${domain} ${name}`, sum.rows[0]?.sum ?? ''])
  }
  return found
}

/** The next transaction number of the whole server: it moves when any transaction in any database writes, and for nothing else. */
async function nextWrite(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next')
  return rows[0]?.next ?? ''
}

/**
 * Remembers how everything is now. Asking whether it still is costs one small statement a server while nobody writes; only when
 * something was written somewhere (autovacuum may) are all rows compared.
 * @param urls the databases, by domain
 */
export async function watchStillness(urls: Readonly<Record<string, string>>): Promise<Stillness> {
  const clients = await Promise.all(
    Object.entries(urls).map(async ([domain, connectionString]) => {
      const client = new pg.Client({ connectionString })
      await client.connect()
      return [domain, client] as const
    }),
  )
  const allSums = async (): Promise<Map<string, string>> =>
    new Map((await Promise.all(clients.map(([domain, client]) => sums(domain, client)))).flat())
  const allWrites = async (): Promise<string> => (await Promise.all(clients.map(([, client]) => nextWrite(client)))).join()
  let writes = await allWrites()
  const before = await allSums()

  async function assertSameRows(occasion: string): Promise<void> {
    const seen = await allWrites()
    const now = await allSums()
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter((table) => before.get(table) !== now.get(table))
    if (changed.length > 0) throw new Error(`${occasion} changed ${changed.join(', ')}`)
    writes = seen
  }
  return {
    assertSameRows,
    async assertStill(occasion) {
      if ((await allWrites()) !== writes) await assertSameRows(occasion)
    },
    close: async () => void (await Promise.all(clients.map(([, client]) => client.end()))),
  }
}
