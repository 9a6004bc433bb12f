import { defineConfig } from '@graphql-hive/gateway'

import { forwarding } from './forwarding.mjs'

/** As its makers run it in their own benchmark: fields resolved by compiled code. */
export const gatewayConfig = defineConfig({ ...forwarding, jit: true })
