/** The roles an account can have, in the order of the SDL. */
export const accountRoles = ['CUSTOMER', 'SUPPORT', 'MERCHANDISER', 'FINANCE', 'ADMIN'] as const

/** A role of an account. */
export type AccountRole = (typeof accountRoles)[number]

/** An account as its owner and staff see it; nothing secret. Resolves the SDL type User. */
export interface User {
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean
  readonly displayName: string
  readonly roles: readonly AccountRole[]
  readonly status: 'ACTIVE' | 'DEACTIVATED'
  readonly createdAt: Date
  readonly version: number
  readonly defaultShippingAddressId: string | null
  readonly defaultBillingAddressId: string | null
}

/** What deciding about a sign-in needs to know of an account. */
export interface Credentials {
  readonly id: string
  readonly emailKey: string
  readonly passwordHash: string | null
  readonly status: User['status']
  readonly demo: boolean
}

/**
 * Whether an account may be used at all. Closed ones may not; demonstration accounts, whose passwords are printed on a screen,
 * only where the development doors are open.
 */
export function isUsable({ status, demo }: Pick<Credentials, 'status' | 'demo'>, { dev }: { readonly dev: boolean }): boolean {
  return status === 'ACTIVE' && (dev || !demo)
}
