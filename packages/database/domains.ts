/** The domains that keep data: one database and two login roles each. */
export const domains = ['users', 'products', 'orders'] as const

/** A domain that keeps data. */
export type Domain = (typeof domains)[number]

/** Names in PostgreSQL of a domain's database, of the role that migrates it, and of the role that the service uses. */
export const namesOf = (domain: Domain): { readonly database: string; readonly owner: string; readonly app: string } => ({
  database: `agora_${domain}`,
  owner: `agora_${domain}_owner`,
  app: `agora_${domain}_app`,
})

/** Whether the text names a domain. */
export const isDomain = (text: string): text is Domain => domains.some((domain) => domain === text)
