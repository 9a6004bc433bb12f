import type { Language } from '../language.ts'

/** What the letters about orders say in one language. Amounts come written out, names as they are. */
export interface OrderWords {
  readonly greeting: (name: string) => string
  readonly pieces: (count: number) => string
  /** Before the token that shows the order to a guest. */
  readonly view: string
  readonly confirmed: { readonly subject: (order: string) => string; readonly text: (pieces: string, total: string) => string }
  readonly cancelled: { readonly subject: (order: string) => string; readonly text: string }
  readonly declined: { readonly subject: string; readonly text: (amount: string) => string }
  readonly shipped: {
    readonly subject: (order: string) => string
    readonly text: (pieces: string, carrier: string) => string
    readonly tracking: (number: string) => string
  }
  readonly refunded: { readonly subject: (order: string) => string; readonly text: (amount: string) => string }
}

const en: OrderWords = {
  greeting: (name) => `Hello ${name},`,
  pieces: (count) => (count === 1 ? '1 piece' : `${count} pieces`),
  view: 'See the order as it stands, without an account:',
  confirmed: {
    subject: (order) => `Order ${order} is confirmed`,
    text: (pieces, total) => `Thank you. We are packing your order: ${pieces}, ${total} in all.`,
  },
  cancelled: {
    subject: (order) => `Order ${order} was cancelled`,
    text: 'Your order was cancelled. What was held or taken of your money goes back to where it came from.',
  },
  declined: {
    subject: 'Your payment was declined',
    text: (amount) =>
      `Your payment of ${amount} was declined, so nothing was ordered and nothing taken. You can check out again, also with another card.`,
  },
  shipped: {
    subject: (order) => `Order ${order} is on its way`,
    text: (pieces, carrier) => `A parcel with ${pieces} left with ${carrier}.`,
    tracking: (number) => `Tracking number: ${number}`,
  },
  refunded: {
    subject: (order) => `Refund for order ${order}`,
    text: (amount) => `We have given back ${amount}. It can take your bank some days to show it.`,
  },
}

const de: OrderWords = {
  greeting: (name) => `Guten Tag ${name},`,
  pieces: (count) => `${count} Stück`,
  view: 'So sehen Sie den Stand der Bestellung, ohne Konto:',
  confirmed: {
    subject: (order) => `Bestellung ${order} ist bestätigt`,
    text: (pieces, total) => `Vielen Dank. Wir packen Ihre Bestellung: ${pieces}, insgesamt ${total}.`,
  },
  cancelled: {
    subject: (order) => `Bestellung ${order} wurde storniert`,
    text: 'Ihre Bestellung wurde storniert. Reserviertes oder eingezogenes Geld geht dorthin zurück, wo es herkam.',
  },
  declined: {
    subject: 'Ihre Zahlung wurde abgelehnt',
    text: (amount) =>
      `Ihre Zahlung über ${amount} wurde abgelehnt; es wurde nichts bestellt und nichts eingezogen. Sie können erneut zur Kasse gehen, auch mit einer anderen Karte.`,
  },
  shipped: {
    subject: (order) => `Bestellung ${order} ist unterwegs`,
    text: (pieces, carrier) => `Ein Paket mit ${pieces} wurde ${carrier} übergeben.`,
    tracking: (number) => `Sendungsnummer: ${number}`,
  },
  refunded: {
    subject: (order) => `Erstattung zu Bestellung ${order}`,
    text: (amount) => `Wir haben ${amount} erstattet. Bis Ihre Bank es zeigt, können einige Tage vergehen.`,
  },
}

/** The words of each language. */
export const orderWords: Readonly<Record<Language, OrderWords>> = { en, de }
