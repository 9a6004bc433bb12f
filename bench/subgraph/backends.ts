import pg from 'pg'

/** The server processes of PostgreSQL that work for one application, so that whoever else uses the server is not counted. */
export async function backendsOf(adminUrl: string, application: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [application])
    return rows.map(({ pid }) => pid)
  } finally {
    await client.end()
  }
}
