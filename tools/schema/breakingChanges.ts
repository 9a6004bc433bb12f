import { spawnSync } from 'node:child_process'

import { buildSchema, findBreakingChanges, findDangerousChanges, type GraphQLSchema } from 'graphql'

/** The clients' view as last committed; null where there is no commit, or none with the file. */
export function committedApi(root: string): GraphQLSchema | null {
  const { status, stdout } = spawnSync('git', ['show', 'HEAD:schema/api.graphql'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  return status === 0 ? buildSchema(stdout) : null
}

/** What clients of the older schema would notice, for the reviewer of the change; what no operation uses may still go. */
export function changeReport(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return [
    ...findBreakingChanges(before, after).map(({ description }) => `breaking: ${description}`),
    ...findDangerousChanges(before, after).map(({ description }) => `dangerous: ${description}`),
  ]
}
