import { after, describe } from 'node:test'

import { createTestDatabase } from '@agora/testkit/database.ts'

import { kafkaBrokers, noKafka } from './testing/kafkaBrokers.ts'
import { relaySuite } from './testing/relaySuite.ts'

const database = await createTestDatabase('bus')
describe('over the embedded bus', () => relaySuite({ busUrl: database.appUrl }))
describe('over Kafka', { skip: noKafka }, () => relaySuite({ kafkaBrokers }))
after(() => database.drop())
