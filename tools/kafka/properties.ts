/** Where a broker listens and keeps its log. */
export interface BrokerPlace {
  readonly port: number
  /** Where clients are told that it listens. */
  readonly advertisedPort: number
  readonly controllerPort: number
  readonly dataDir: string
}

/** A listener that asks its clients who they are, beside the open one that the broker speaks to itself on. */
export interface SecureListener {
  readonly port: number
  /** The name that clients are told; its certificate should carry it. */
  readonly host: string
  /** Private key and certificate, in PEM. */
  readonly keystoreFile: string
  readonly username: string
  readonly password: string
}

/** The settings of a broker that is its own controller, on the loopback, with one copy of everything. */
export function brokerProperties({ port, advertisedPort, controllerPort, dataDir }: BrokerPlace, secure?: SecureListener): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': dataDir,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    // Fifty partitions of offsets are for clusters; one machine starts faster with few.
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.num.partitions': '4',
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    // The log keeps what the retention of a topic says, by the time in the message, however old the message was on arrival.
    'log.retention.check.interval.ms': '3600000',
    ...(secure === undefined ? {} : secureProperties(secure, port, controllerPort)),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

const module = (name: string, options = ''): string => `org.apache.kafka.common.security.${name}LoginModule required${options};`

function secureProperties({ port, host, keystoreFile, username, password }: SecureListener, openPort: number, controllerPort: number): object {
  const own = 'listener.name.sasl_ssl'
  return {
    listeners: `PLAINTEXT://127.0.0.1:${openPort},CONTROLLER://127.0.0.1:${controllerPort},SASL_SSL://127.0.0.1:${port}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${openPort},SASL_SSL://${host}:${port}`,
    // Said only because a second security protocol takes away what is the default for one.
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL',
    [`${own}.ssl.keystore.type`]: 'PEM',
    [`${own}.ssl.keystore.location`]: keystoreFile,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${own}.plain.sasl.jaas.config`]: module('plain.Plain', ` user_${username}="${password}"`),
    [`${own}.scram-sha-256.sasl.jaas.config`]: module('scram.Scram'),
    [`${own}.scram-sha-512.sasl.jaas.config`]: module('scram.Scram'),
  }
}

/** What a new log is given beside its id, so that the broker knows whom to let in. */
export const scramAccounts = ({ username, password }: SecureListener): string[] =>
  ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${username},password=${password}]`])
