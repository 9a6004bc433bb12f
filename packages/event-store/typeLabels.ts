/** More types than this that a process does not know are told apart by no metric: whoever can append events could else make series without end. */
const MOST_TYPES = 20
/** As the catalogue writes them, such as `order.placed`. */
const TYPE = /^[a-z][a-zA-Z]{0,39}\.[a-z][a-zA-Z]{0,39}$/

/** Types of events as values of a metric's label: the first twenty by their name, all others, and what is no name of a type, as `other`. */
export function createTypeLabels(): (type: string) => string {
  const named = new Set<string>()
  return (type) => {
    if (named.has(type)) return type
    if (named.size >= MOST_TYPES || !TYPE.test(type)) return 'other'
    named.add(type)
    return type
  }
}
