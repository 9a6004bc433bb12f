import { createHash } from 'node:crypto'

import type { ProviderPayment } from './account.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#1d2433;background:#fafaf8}
main{background:#fff;border:1px solid #dfe2e8;border-radius:.5rem;padding:1.5rem}h1{font-size:1.2rem;margin:0 0 .5rem}
form{display:flex;gap:.75rem;margin-top:1.25rem}button{font:inherit;padding:.5rem 1rem;border-radius:.375rem;border:1px solid #1d2433;background:#fff;cursor:pointer}
button[value=approve]{background:#1d2433;color:#fff}small{color:#5b6475}`

/**
 * The page runs nothing, loads nothing and may stand in no frame. Its form goes to this origin, and by the redirect that answers it to the
 * merchant's page: browsers hold redirects of a form to `form-action` as well.
 */
export function confirmationPolicy(returnUrl: string | null): string {
  const back = returnUrl === null ? '' : ` ${new URL(returnUrl).origin}`
  const style = createHash('sha256').update(STYLE).digest('base64')
  return `default-src 'none'; style-src 'sha256-${style}'; form-action 'self'${back}; frame-ancestors 'none'; base-uri 'none'`
}

const frame = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${STYLE}</style><main>${content}</main></html>\n`

/** Asks the buyer. Works without scripts. */
export function confirmationPage({ amount, currency, card, merchantReference }: ProviderPayment): string {
  const decimal = `${amount.padStart(3, '0').slice(0, -2)}.${amount.padStart(3, '0').slice(-2)}`
  const content = `<h1>Confirm your payment</h1><p><strong>${decimal} ${escaped(currency)}</strong> with your ${escaped(card?.brand ?? 'card')} ending in ${escaped(card?.last4 ?? '')}.</p>
<small>${escaped(merchantReference)}</small><form method="post"><button name="answer" value="approve">Approve</button><button name="answer" value="decline">Decline</button></form>`
  return frame('Confirm your payment', content)
}

/** Tells the buyer what became of it, where the merchant named no page to go back to, or when it was answered before. */
export const answeredPage = ({ status }: ProviderPayment): string =>
  frame('Payment', `<h1>This payment is ${escaped(status)}</h1><p>You can close this page and go back to the shop.</p>`)
