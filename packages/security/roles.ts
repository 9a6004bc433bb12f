/** What a role may do beyond what everybody may. */
export type Scope =
  | 'account:read'
  | 'account:write'
  | 'cart:merge'
  | 'users:read'
  | 'users:write'
  | 'roles:write'
  | 'audit:read'
  | 'carts:read'
  | 'catalog:read'
  | 'catalog:write'
  | 'inventory:read'
  | 'inventory:write'
  | 'reports:read'
  | 'orders:read'
  | 'orders:write'
  | 'orders:refund'
  | 'payments:read'
  | 'commerce:write'
  | 'operations:read'
  | 'operations:write'

/** Every role there is. SERVICE belongs to processes; a client's token that names it is refused. */
export const roles = ['GUEST', 'CUSTOMER', 'SUPPORT', 'MERCHANDISER', 'FINANCE', 'ADMIN', 'SERVICE'] as const

/** The name of a role. */
export type Role = (typeof roles)[number]

const ownAccount = ['account:read', 'account:write', 'cart:merge'] as const satisfies readonly Scope[]

/** The one table from which the scopes of every token come. */
export const roleScopes: Readonly<Record<Role, readonly Scope[]>> = {
  GUEST: [],
  CUSTOMER: ownAccount,
  SUPPORT: [...ownAccount, 'users:read', 'carts:read', 'catalog:read', 'inventory:read', 'orders:read', 'orders:write', 'payments:read'],
  MERCHANDISER: [...ownAccount, 'catalog:read', 'catalog:write', 'inventory:read', 'inventory:write'],
  FINANCE: [...ownAccount, 'catalog:read', 'reports:read', 'orders:read', 'orders:refund', 'payments:read'],
  ADMIN: [
    ...ownAccount,
    'users:read',
    'users:write',
    'roles:write',
    'audit:read',
    'carts:read',
    'catalog:read',
    'catalog:write',
    'inventory:read',
    'inventory:write',
    'reports:read',
    'orders:read',
    'orders:write',
    'orders:refund',
    'payments:read',
    'commerce:write',
    'operations:read',
    'operations:write',
  ],
  SERVICE: [],
}

/** The scopes that these roles carry together, each once, sorted. */
export function scopesOf(held: readonly Role[]): Scope[] {
  return [...new Set(held.flatMap((role) => roleScopes[role]))].sort()
}

/** Whether a text from outside names a role. */
export function isRole(text: unknown): text is Role {
  return typeof text === 'string' && (roles as readonly string[]).includes(text)
}
