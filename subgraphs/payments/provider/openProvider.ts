import type { PaymentsEnvironment } from '../env.ts'
import { createInstantProvider } from './instantProvider.ts'
import { createLocalProvider } from './local/localProvider.ts'
import type { PaymentProvider } from './provider.ts'
import { createStripeProvider } from './stripe/stripeProvider.ts'

/** What the choice depends on. */
export type ProviderSettings = Pick<
  PaymentsEnvironment,
  'DEV' | 'PAYMENT_PROVIDER' | 'PROVIDER_URL' | 'PROVIDER_SECRET_KEY' | 'PROVIDER_WEBHOOK_SECRET' | 'PROVIDER_TIMEOUT_MS'
>

/** Opens the provider that the settings name. Throws a sentence when they do not say how to reach it. */
export function openProvider(settings: ProviderSettings, clock: () => Date): PaymentProvider {
  const { DEV, PAYMENT_PROVIDER, PROVIDER_URL: url, PROVIDER_TIMEOUT_MS: timeoutMs } = settings
  if (PAYMENT_PROVIDER === 'instant') {
    if (!DEV) throw new Error('PAYMENT_PROVIDER=instant takes no money: it goes with DEV=true alone')
    return createInstantProvider(clock)
  }
  const { PROVIDER_SECRET_KEY: secretKey, PROVIDER_WEBHOOK_SECRET: webhookSecret } = settings
  if (secretKey === undefined || webhookSecret === undefined)
    throw new Error(`PAYMENT_PROVIDER=${PAYMENT_PROVIDER} needs PROVIDER_SECRET_KEY and PROVIDER_WEBHOOK_SECRET`)
  if (PAYMENT_PROVIDER === 'stripe') return createStripeProvider({ secretKey, webhookSecret, timeoutMs, url })
  if (url === undefined) throw new Error(`PAYMENT_PROVIDER=${PAYMENT_PROVIDER} needs PROVIDER_URL`)
  return createLocalProvider({ url, secretKey, webhookSecret, timeoutMs })
}
