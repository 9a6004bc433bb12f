/** A role of an account, as the table keeps it. */
export type SeedRole = 'CUSTOMER' | 'SUPPORT' | 'MERCHANDISER' | 'FINANCE' | 'ADMIN'

/** An address on one line: what it is called is not kept, who receives it is the account's name. */
export interface AddressSeed {
  readonly line1: string
  readonly line2?: string
  readonly company?: string
  readonly city: string
  readonly region?: string
  readonly postalCode?: string
  readonly country: string
  readonly phone?: string
}

/** An account as the files here write it. The address before `@agora.example` is its identity. */
export interface UserSeed {
  /** In lower case, of letters, digits and dots, so that its compared form is the same text. */
  readonly mailbox: string
  readonly name: string
  /** @default ['CUSTOMER'] */
  readonly roles?: readonly SeedRole[]
  /** For demonstration: its password is drawn when a data folder is made, and printed. All others have none and cannot sign in. */
  readonly demo?: true
  readonly addresses?: readonly AddressSeed[]
}

/** The e-mail address of a seeded account. */
export const emailOf = ({ mailbox }: Pick<UserSeed, 'mailbox'>): string => `${mailbox}@agora.example`
