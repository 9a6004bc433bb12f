import type pg from 'pg'

import { createWaker } from '@agora/event-store/wake.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { createEmailChanges } from './accounts/emailChange.ts'
import { createPasswordChanges } from './accounts/passwordChange.ts'
import { createUpdateProfile } from './accounts/profile.ts'
import { createRegistrations } from './accounts/registration.ts'
import { createAddressBooks } from './addresses/addressBook.ts'
import type { Chronicle } from './events/chronicle.ts'
import { createMailer } from './mail/mailer.ts'
import type { Handlings } from './notifications/channels/settings.ts'
import type { PasswordHasher } from './passwords/passwordHasher.ts'
import type { UsersServices } from './resolvers.ts'
import { createRefreshSession } from './sessions/refresh.ts'
import { createPasswordGate } from './signIn/passwordGate.ts'
import { createSignIn } from './signIn/signIn.ts'
import { createStandings } from './staff/standings.ts'
import { createTokenIssuer } from './tokens/accessToken.ts'
import type { SigningKeys } from './tokens/signingKeys.ts'
import { createUsersPrisma, type UsersPrisma } from './usersPrisma.ts'

/** What the services are made of. */
export interface ServicesOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly clock: () => Date
  readonly logger: Logger
  readonly hasher: PasswordHasher
  readonly signingKeys: SigningKeys
  /** The `iss` of access tokens. */
  readonly issuerName: string
  /** Whether development doors are open: demonstration accounts may be used. */
  readonly dev: boolean
  /** What happens to messages. */
  readonly handlings: Handlings
}

/** All that the resolvers call, each part made of those above it. */
export function createServices(options: ServicesOptions): UsersServices & { readonly prisma: UsersPrisma } {
  const { pool, chronicle, clock, logger, hasher, signingKeys, issuerName, dev, handlings } = options
  const prisma = createUsersPrisma(pool)
  const mailer = createMailer({ handling: handlings.EMAIL, clock, logger })
  const issuer = createTokenIssuer({ signingKey: signingKeys.signing, issuer: issuerName, clock })
  const gate = createPasswordGate({ pool, hasher, clock, dev })
  const onReuse = (sid: string): void => logger.warn({ sid }, 'A traded refresh token came back: its session was ended')
  return {
    pool,
    prisma,
    waker: createWaker(pool),
    chronicle,
    clock,
    gate,
    issuer,
    registrations: createRegistrations({ pool, chronicle, hasher, mailer, clock }),
    updateProfile: createUpdateProfile({ pool, chronicle, clock }),
    passwords: createPasswordChanges({ pool, chronicle, gate, hasher, mailer, clock }),
    emails: createEmailChanges({ pool, chronicle, gate, mailer, clock }),
    signIn: createSignIn({ pool, chronicle, gate, hasher, issuer, clock }),
    refreshSession: createRefreshSession({ pool, chronicle, issuer, clock, dev, onReuse }),
    addressBooks: createAddressBooks({ prisma, chronicle, clock }),
    standings: createStandings({ prisma, chronicle, clock, dev }),
  }
}
