import type pg from 'pg'
import { z } from 'zod'

import { inTransaction } from '@agora/database/transaction.ts'
import { fieldPath, readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import { causeOf } from '../cause.ts'
import type { UsersContext } from '../context.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { invalid } from '../inputs/fields.ts'
import { accountOf } from '../viewerAccount.ts'
import { channelNames } from './channels/channel.ts'
import { preferencesOfUsers, setPreferences } from './preferenceRepository.ts'
import { faultOf, preferencesOf, type ChosenPreference, type Preference, type PreferenceFault } from './preferences.ts'

/** Why a switch was not set. Resolves the SDL type NotificationUserError. */
export interface PreferenceRefusal extends InputFault {
  readonly code: 'INVALID_INPUT' | PreferenceFault
}

/** What setting switches needs. */
export interface PreferenceServices {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly clock: () => Date
}

interface PreferencesPayload {
  readonly preferences?: readonly Preference[]
  readonly userErrors: readonly PreferenceRefusal[]
}

const choiceShape = z.object({ category: z.enum(['ACCOUNT', 'ORDER', 'SHIPPING']), channel: z.enum(channelNames), enabled: z.boolean() })
const shape = z.object({ preferences: z.array(choiceShape).min(1, 'must be at least one').max(20, 'must be at most 20') })

const MESSAGES: Readonly<Record<PreferenceFault, string>> = {
  NOT_OFFERED: 'Messages about this do not come on this channel',
  CANNOT_BE_CHANGED: 'This is what a buyer must be told: it cannot be switched off',
}

function refusalsOf(choices: readonly ChosenPreference[]): PreferenceRefusal[] {
  return choices.flatMap((choice, index) => {
    const code = faultOf(choice)
    return code === undefined ? [] : [{ code, message: MESSAGES[code], field: fieldPath('preferences', index) }]
  })
}

/** The mutation of who decides what comes to them. All switches are set or none. */
export function preferenceMutations({ pool, chronicle, clock }: PreferenceServices) {
  return {
    async updateNotificationPreferences(_: unknown, { input }: { readonly input: unknown }, context: UsersContext): Promise<PreferencesPayload> {
      const { userId } = accountOf(context.viewer)
      const parsed = readInput(shape, input)
      if (!parsed.ok) return { userErrors: invalid(parsed.error) }
      const refusals = refusalsOf(parsed.value.preferences)
      if (refusals.length > 0) return { userErrors: refusals }
      const choices = [...new Map(parsed.value.preferences.map((choice) => [`${choice.category} ${choice.channel}`, choice])).values()]
      return inTransaction(pool, async (db) => {
        await db.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId])
        await setPreferences(db, userId, { choices, now: clock() })
        await chronicle.record(db, causeOf(context), [{ type: 'user.profileChanged', data: { userId, fields: ['notificationPreferences'] } }])
        return { preferences: preferencesOf(await preferencesOfUsers(db, [userId])), userErrors: [] }
      })
    },
  }
}
