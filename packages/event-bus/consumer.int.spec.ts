import { after, describe } from 'node:test'

import { createTestDatabase } from '@agora/testkit/database.ts'

import { consumerSuite } from './testing/consumerSuite.ts'
import { kafkaBrokers, noKafka } from './testing/kafkaBrokers.ts'

const database = await createTestDatabase('bus')
describe('over the embedded bus', () => consumerSuite({ busUrl: database.appUrl }))
describe('over Kafka', { skip: noKafka }, () => consumerSuite({ kafkaBrokers }))
after(() => database.drop())
