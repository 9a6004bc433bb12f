import type { ChannelName } from './channels/channel.ts'
import type { OrderTemplate } from './facts.ts'

/** What messages are about. */
export type Category = 'ACCOUNT' | 'ORDER' | 'SHIPPING'

/** A switch: whether messages about something come on a channel. */
export interface Preference {
  readonly category: Category
  readonly channel: ChannelName
  readonly enabled: boolean
  /** False for what a buyer must be told: it cannot be switched off. */
  readonly changeable: boolean
}

/** Every switch there is, as the house sets it. A pair that is not here is not offered. */
export const housePreferences: readonly Preference[] = [
  { category: 'ACCOUNT', channel: 'EMAIL', enabled: true, changeable: false },
  { category: 'ORDER', channel: 'EMAIL', enabled: true, changeable: false },
  { category: 'ORDER', channel: 'SMS', enabled: false, changeable: true },
  { category: 'ORDER', channel: 'PUSH', enabled: false, changeable: true },
  { category: 'SHIPPING', channel: 'EMAIL', enabled: true, changeable: true },
  { category: 'SHIPPING', channel: 'SMS', enabled: false, changeable: true },
  { category: 'SHIPPING', channel: 'PUSH', enabled: false, changeable: true },
]

/** What each message about an order is about. */
export const categoryOf: Readonly<Record<OrderTemplate, Category>> = {
  'order-confirmed': 'ORDER',
  'order-cancelled': 'ORDER',
  'payment-declined': 'ORDER',
  'order-refunded': 'ORDER',
  'order-shipped': 'SHIPPING',
}

/** A switch as its owner set it. */
export type ChosenPreference = Pick<Preference, 'category' | 'channel' | 'enabled'>

const isSame = (one: Pick<Preference, 'category' | 'channel'>, other: Pick<Preference, 'category' | 'channel'>): boolean =>
  one.category === other.category && one.channel === other.channel

/** Every switch as it stands for somebody who chose these. What cannot be changed stands as the house sets it, whatever was stored. */
export function preferencesOf(chosen: readonly ChosenPreference[]): Preference[] {
  return housePreferences.map((preference) => {
    const own = preference.changeable ? chosen.find((choice) => isSame(choice, preference)) : undefined
    return own === undefined ? preference : { ...preference, enabled: own.enabled }
  })
}

/** On which channels somebody who chose these is told of something. */
export function channelsFor(category: Category, chosen: readonly ChosenPreference[]): ChannelName[] {
  return preferencesOf(chosen).flatMap((preference) => (preference.category === category && preference.enabled ? [preference.channel] : []))
}

/** Why a switch was not set. */
export type PreferenceFault = 'NOT_OFFERED' | 'CANNOT_BE_CHANGED'

/** Judges a choice; undefined when it may be stored. Setting what cannot be changed to what it is anyway is no fault. */
export function faultOf(choice: ChosenPreference): PreferenceFault | undefined {
  const preference = housePreferences.find((offered) => isSame(offered, choice))
  if (preference === undefined) return 'NOT_OFFERED'
  return preference.changeable || preference.enabled === choice.enabled ? undefined : 'CANNOT_BE_CHANGED'
}
