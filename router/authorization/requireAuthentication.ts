import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { RouterViewer } from '../identity/routerViewer.ts'

/** Null, or why nobody in particular is answered nothing: with `requireAuthentication`, every request needs a token that holds. HTTP 401. */
export function refuseAnonymous(viewer: RouterViewer, requireAuthentication: boolean): GraphQLError | null {
  return requireAuthentication && viewer.kind === 'anonymous' ? codedError('AUTH_ERROR', 'unauthenticated') : null
}
