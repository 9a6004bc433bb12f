import { scopesOf, type Role } from '@agora/security/roles.ts'
import type { Principal } from '@agora/security/viewer.ts'

/** A signed-in user with these roles, as the router would describe them. */
export function userWith(roles: readonly Role[], sub: string): Principal {
  return { kind: 'user', sub, sid: `ses_of_${sub}`, roles, scopes: scopesOf(roles), amr: ['pwd'], acr: 'aal1', authTime: 1_767_225_600 }
}

/** A guest. */
export function guest(sub = 'gst_01h455vb4pex5vsknk084sn02a'): Principal {
  return { kind: 'guest', sub, sid: null, roles: ['GUEST'], scopes: [], amr: [], acr: 'aal0', authTime: 1_767_225_600 }
}

/** A customer. */
export const customer = (sub = 'usr_01h455vb4pex5vsknk084sn02b'): Principal => userWith(['CUSTOMER'], sub)
/** A member of the support staff. */
export const support = (sub = 'usr_01h455vb4pex5vsknk084sn02c'): Principal => userWith(['SUPPORT'], sub)
/** A member of the merchandising staff. */
export const merchandiser = (sub = 'usr_01h455vb4pex5vsknk084sn02d'): Principal => userWith(['MERCHANDISER'], sub)
/** A member of the finance staff. */
export const finance = (sub = 'usr_01h455vb4pex5vsknk084sn02e'): Principal => userWith(['FINANCE'], sub)
/** An administrator. */
export const admin = (sub = 'usr_01h455vb4pex5vsknk084sn02f'): Principal => userWith(['ADMIN'], sub)
