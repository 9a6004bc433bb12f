import { test } from 'node:test'

import { busContract } from '../testing/contract.ts'
import { kafkaBrokers, noKafka } from '../testing/kafkaBrokers.ts'

if (noKafka === false) busContract({ kafkaBrokers })
else test('the contract of a bus, over Kafka', { skip: noKafka }, () => {})
