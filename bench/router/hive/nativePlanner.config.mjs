import { defineConfig } from '@graphql-hive/gateway'
import { unifiedGraphHandler } from '@graphql-hive/router-runtime'

import { forwarding } from './forwarding.mjs'

/** Plans by the planner of Hive Router, written in Rust, and executes those plans itself. */
export const gatewayConfig = defineConfig({ ...forwarding, unifiedGraphHandler })
