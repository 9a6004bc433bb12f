const given = process.env['TEST_KAFKA_BROKERS'] ?? ''

/** The brokers of this run; none when the machine has no Kafka. */
export const kafkaBrokers: readonly string[] = given === '' ? [] : given.split(',')

/** Why a test that needs Kafka is skipped; false where it is not. */
export const noKafka: string | false =
  kafkaBrokers.length > 0
    ? false
    : 'there is no Kafka on this machine: install maven and Java (Debian: maven, default-jre-headless), or set TEST_KAFKA_BROKERS'
