/** What a foreign key promises to be there. Throws when it is not: then it was deleted between two statements of a request. */
export async function present<Value>(finding: Promise<Value | null>): Promise<Value> {
  const found = await finding
  if (found === null) throw new TypeError('What a foreign key refers to is gone')
  return found
}
