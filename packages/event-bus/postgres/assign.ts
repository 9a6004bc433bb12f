/** A member and what it reads. */
export interface Reader {
  readonly member: string
  readonly topics: readonly string[]
}

/** A partition of a topic. */
export interface Place {
  readonly topic: string
  readonly partition: number
}

/**
 * Which of the places belong to a member. Every member computes the same from the same list, so nobody leads. Partitions are dealt round by the
 * members that read the topic; each topic begins one further, so that many topics of few partitions spread too.
 */
export function assigned(member: string, members: readonly Reader[], places: readonly Place[]): Place[] {
  const topics = [...new Set(places.map(({ topic }) => topic))].toSorted()
  const readersOf = new Map(topics.map((topic) => [topic, readers(topic, members)]))
  return places.filter(({ topic, partition }) => {
    const names = readersOf.get(topic) ?? []
    return names[(partition + topics.indexOf(topic)) % names.length] === member
  })
}

const readers = (topic: string, members: readonly Reader[]): string[] =>
  members.flatMap(({ member, topics }) => (topics.includes(topic) ? [member] : [])).toSorted()
