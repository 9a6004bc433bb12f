/** Where a broker listens and keeps its log. */
export interface BrokerPlace {
  readonly port: number
  readonly controllerPort: number
  readonly dataDir: string
}

/** The settings of a broker that is its own controller, on the loopback, with one copy of everything. */
export function brokerProperties({ port, controllerPort, dataDir }: BrokerPlace): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
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
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
