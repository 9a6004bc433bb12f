/** A cluster that can be reached but not used as the settings say: the message names the setting. */
export class KafkaRefusal extends Error {
  override readonly name = 'KafkaRefusal'
}

interface Failure {
  readonly name?: unknown
  readonly code?: unknown
  readonly type?: unknown
  readonly broker?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

const UNTRUSTED = /^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/

/** Turns what the client library says of a refusal into a sentence for the operator; other errors are left as they are. */
export function explainRefusal(error: unknown): unknown {
  const sentence = chainOf(error)
    .map(sentenceOf)
    .find((one) => one !== undefined)
  return sentence === undefined ? error : new KafkaRefusal(sentence, { cause: error })
}

/** The error, what it was made of, and what that was made of. */
function chainOf(error: unknown): readonly Failure[] {
  if (typeof error !== 'object' || error === null) return []
  const failure: Failure = error
  const inner = Array.isArray(failure.errors) ? failure.errors : [failure.cause]
  return [failure, ...inner.flatMap((one) => chainOf(one))]
}

function sentenceOf({ name, code, type, broker, message }: Failure): string | undefined {
  if (name === 'KafkaJSSASLAuthenticationError') return `Kafka refuses the name, the password or the mechanism of KAFKA_SASL_*: ${String(message)}`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of the broker ${String(broker)} is for another name: give in KAFKA_BROKERS the names that certificates carry`
  if (typeof code === 'string' && UNTRUSTED.test(code))
    return `The certificate of the broker ${String(broker)} is not trusted (${code}): KAFKA_TLS_CA_FILE must hold the authority that signed it`
  if (type === 'INVALID_REPLICATION_FACTOR') return 'The cluster has fewer brokers than KAFKA_REPLICATION asks copies for'
  return undefined
}
