import { GraphQLError } from 'graphql'

import { errorCodes, type ErrorCodeName } from './codes.ts'

/**
 * An error of the catalogue, fit to be shown to a client as it is.
 * @param details goes into `extensions` beside the code; nothing secret.
 */
export function codedError(code: ErrorCodeName, message: string, details: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...details, code } })
}

/** Whether the error says a code that clients are promised; anything else must be masked before it leaves. */
export function isCatalogued(error: { readonly extensions?: Readonly<Record<string, unknown>> | undefined }): boolean {
  const code = error.extensions?.['code']
  return typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && Object.hasOwn(errorCodes, code)
}
