/** An account, as far as orders names it: all else is for users to say. Resolves the SDL type User. */
export interface UserReference {
  readonly id: string
}
