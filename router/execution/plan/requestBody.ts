import type { FetchStep } from '../../planning/plan.ts'
import type { Found } from './collect.ts'

/** Writes the request of a step: its head is constant, its variables are not. */
export type WriteBody = (found: readonly Found[], variables: Readonly<Record<string, unknown>>) => string

/** Makes the writer of a step's requests. Variables that the client did not give are left out, so that the defaults of the subgraph hold. */
export function compileBody({ query, operationName, variables: used, brings }: FetchStep): WriteBody {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`
  const head = `{"query":${JSON.stringify(query)}${name}`
  const lists = brings.kind === 'entities' ? brings.lists : []
  const sent = lists.flatMap(({ variable }, at) =>
    lists.findIndex((other) => other.variable === variable) === at ? [{ at, key: `${JSON.stringify(variable)}:` }] : [],
  )
  const plain = used
    .filter((variable) => !lists.some((list) => list.variable === variable))
    .map((variable) => ({ variable, key: `${JSON.stringify(variable)}:` }))
  if (sent.length + plain.length === 0) return () => `${head}}`
  return (found, variables) => {
    let text = ''
    for (const { at, key } of sent) text += `${text === '' ? '' : ','}${key}${JSON.stringify(found[at]?.representations ?? [])}`
    for (const { variable, key } of plain) {
      const value = Object.hasOwn(variables, variable) ? JSON.stringify(variables[variable]) : undefined
      if (value !== undefined) text += `${text === '' ? '' : ','}${key}${value}`
    }
    return `${head},"variables":{${text}}}`
  }
}
