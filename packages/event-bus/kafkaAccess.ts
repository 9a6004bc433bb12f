import { readFileSync } from 'node:fs'

import { z } from 'zod'

import { EnvironmentError } from '@agora/environment/environment.ts'

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

/** How a process reaches a cluster that asks who it is. None of it set: in the clear, and unnamed, as on one's own machine. */
export const kafkaAccessEnvironment = {
  /** Certificates to trust, in PEM. With it, or with a mechanism, the brokers are spoken to over TLS only and their names are verified. */
  KAFKA_TLS_CA_FILE: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(mechanisms).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** A file that holds the password, in place of the password itself. */
  KAFKA_SASL_PASSWORD_FILE: z.string().optional(),
} as const

/** Whom a client trusts and who it says it is. Its presence means TLS: a password never travels in the clear. */
export interface KafkaAccess {
  /** Certificates to trust, in PEM. @default those that the system trusts */
  readonly authorities?: string | undefined
  readonly sasl?: { readonly mechanism: (typeof mechanisms)[number]; readonly username: string; readonly password: string } | undefined
}

/** Reads the files that the settings name. Throws EnvironmentError where settings are missing or contradict each other; it tells no value. */
export function readKafkaAccess(environment: z.infer<z.ZodObject<typeof kafkaAccessEnvironment>>): KafkaAccess | undefined {
  const { KAFKA_TLS_CA_FILE: caFile, KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = environment
  const password = readPassword(environment)
  if (mechanism === undefined) {
    if (username !== undefined || password !== undefined)
      throw new EnvironmentError(`KAFKA_SASL_MECHANISM is missing: one of ${mechanisms.join(', ')}, since a name or a password is given`)
    return caFile === undefined ? undefined : { authorities: readNamed('KAFKA_TLS_CA_FILE', caFile) }
  }
  if (username === undefined || password === undefined)
    throw new EnvironmentError('KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME, and KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE')
  const authorities = caFile === undefined ? undefined : readNamed('KAFKA_TLS_CA_FILE', caFile)
  return { authorities, sasl: { mechanism, username, password } }
}

function readPassword({
  KAFKA_SASL_PASSWORD: password,
  KAFKA_SASL_PASSWORD_FILE: file,
}: {
  readonly KAFKA_SASL_PASSWORD?: string | undefined
  readonly KAFKA_SASL_PASSWORD_FILE?: string | undefined
}): string | undefined {
  if (file === undefined) return password
  if (password !== undefined) throw new EnvironmentError('KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both set: leave one out')
  // Editors end a file with a line break, and no password with one.
  return readNamed('KAFKA_SASL_PASSWORD_FILE', file).replace(/\r?\n$/, '')
}

function readNamed(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new EnvironmentError(`${variable}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
