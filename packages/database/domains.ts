/** The domains that keep data behind a subgraph. */
export const domains = ['users', 'products', 'orders', 'payments', 'ai'] as const

/** Everything that has a database with two login roles of its own. */
export const databases = [...domains, 'bus'] as const

/** A domain that keeps data behind a subgraph. */
export type Domain = (typeof domains)[number]

/** What has a database. */
export type DatabaseName = (typeof databases)[number]

/** Names in PostgreSQL of a database, of the role that migrates it, and of the role that processes use. */
export const namesOf = (name: DatabaseName): { readonly database: string; readonly owner: string; readonly app: string } => ({
  database: `agora_${name}`,
  owner: `agora_${name}_owner`,
  app: `agora_${name}_app`,
})

/** Whether the text names a database. */
export const isDatabase = (text: string): text is DatabaseName => databases.some((name) => name === text)
