import { z } from 'zod'

import { defineEvent, type EventOf } from './defineEvent.ts'
import { code, id, instant } from './fields.ts'

/** What happens to accounts and sessions, without a word about the person. */
export const userEvents = {
  'user.registered': defineEvent('user.registered', 'users', { meaning: 'An account was opened.', data: z.object({ userId: id }) }),
  'user.registrationRepeated': defineEvent('user.registrationRepeated', 'users', {
    meaning: 'Somebody wanted to open an account for an address that has this one; its owner was told, and nothing else changed.',
    data: z.object({ userId: id }),
  }),
  'user.emailVerified': defineEvent('user.emailVerified', 'users', {
    meaning: 'The owner of an account proved its address.',
    data: z.object({ userId: id }),
  }),
  'user.emailChanged': defineEvent('user.emailChanged', 'users', {
    meaning: 'An account moved to another address, which its owner has shown to read.',
    data: z.object({ userId: id }),
  }),
  'user.passwordChanged': defineEvent('user.passwordChanged', 'users', {
    meaning: 'An account has another password: CHANGED by who knew the old one, RESET by who reads its mail.',
    data: z.object({ userId: id, code }),
  }),
  'user.profileChanged': defineEvent('user.profileChanged', 'users', {
    meaning: 'Something of a profile changed.',
    data: z.object({ userId: id, fields: z.array(code).max(20) }),
  }),
  'user.rolesChanged': defineEvent('user.rolesChanged', 'users', {
    meaning: 'An account has other roles.',
    data: z.object({ userId: id, roles: z.array(code).max(10) }),
  }),
  'user.deactivated': defineEvent('user.deactivated', 'users', { meaning: 'An account was closed to its owner.', data: z.object({ userId: id }) }),
  'user.reactivated': defineEvent('user.reactivated', 'users', { meaning: 'A closed account was opened again.', data: z.object({ userId: id }) }),
  'session.revoked': defineEvent('session.revoked', 'users', {
    meaning: 'A session ended: its access tokens are refused from now on.',
    data: z.object({ userId: id, sessionId: id, until: instant, code }),
  }),
} as const

/** An event of an account or a session. */
export type UserEvent = EventOf<typeof userEvents>
