/** The methods of RFC 8176 that this subgraph can vouch for. */
export type AuthenticationMethod = 'pwd'

/** What was shown at a sign-in, and when. Every way of signing in ends in one of these; sessions and tokens are made of nothing else. */
export interface Authentication {
  readonly userId: string
  readonly amr: readonly AuthenticationMethod[]
  /** How strong the methods are together: the authenticator assurance level of NIST SP 800-63B. */
  readonly acr: 'aal1'
  readonly authTime: Date
}

/** Somebody showed that they know an account's password. */
export const byPassword = (userId: string, now: Date): Authentication => ({ userId, amr: ['pwd'], acr: 'aal1', authTime: now })
