import type { GraphQLError } from 'graphql'

import type { NullPositions } from '../authorization/authorizationErrors.ts'
import type { LaterPart, PartialAnswer } from '../execution/preparedOperation.ts'
import type { FurtherParts } from './deliverParts.ts'

/** Says what is told of denials: all that there is to tell of an answer with nulls at these positions. */
export type ErrorsOfNulls = (nulls: NullPositions) => readonly GraphQLError[]

/** Tells of denials in the part where the null stands. */
export interface DenialTeller {
  first(denied: PartialAnswer['denied']): readonly GraphQLError[]
  /** For each part, in order. */
  next(further: FurtherParts<LaterPart>): readonly (readonly GraphQLError[])[]
}

/** A denied field for which no part had a place is told once, in the last part: before that nobody knows. */
export function createDenialTeller(errorsOf: ErrorsOfNulls): DenialTeller {
  let unmet: ReadonlyMap<string, GraphQLError> = new Map()
  const judge = ({ paths, count }: PartialAnswer['denied']): { readonly met: readonly GraphQLError[]; readonly unmet: typeof unmet } => {
    const all = errorsOf({ paths, total: count })
    return { met: all.filter((error) => !isUnmet(error)), unmet: new Map(all.filter(isUnmet).map((error) => [keyOf(error), error])) }
  }
  return {
    first(denied) {
      const judged = judge(denied)
      unmet = judged.unmet
      return judged.met
    },
    next({ parts, hasNext }) {
      const told = parts.map(({ denied }) => {
        if (denied.count === 0) return []
        const judged = judge(denied)
        unmet = new Map([...unmet].filter(([key]) => judged.unmet.has(key)))
        return judged.met
      })
      return hasNext ? told : told.map((errors, index) => (index === told.length - 1 ? [...errors, ...unmet.values()] : errors))
    },
  }
}

function isUnmet({ path, extensions }: GraphQLError): boolean {
  return path === undefined && extensions['affectedPaths'] !== undefined
}

function keyOf({ extensions }: GraphQLError): string {
  return JSON.stringify(extensions['affectedPaths'])
}
