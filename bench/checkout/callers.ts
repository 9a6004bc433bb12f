import { join } from 'node:path'

import { createLogger } from '@agora/logger/logger.ts'
import { createResilience } from '@agora/resilience/withResilience.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { resilientCaller } from '@agora/rpc/resilientCaller.ts'
import { rpcFaults } from '@agora/rpc/rpcFaults.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'

import { setting } from './settings.ts'

const logger = createLogger({ service: 'bench', level: 'warn' })

/** The way to a participant as orders makes it: signed, with a breaker and two more tries. The same for every contestant. */
export function callerTo(audience: 'products' | 'payments'): Caller {
  const keys = openKeyFolder(join(setting('EDGE_KEYS_DIR'), `orders-${audience}`), { logger })
  const caller = createCaller({ baseUrl: setting(`${audience.toUpperCase()}_INTERNAL_URL`), keys, caller: 'orders', audience, connections: 64 })
  return resilientCaller(caller, createResilience({ target: audience, faults: rpcFaults, tryMs: 2000 }))
}
