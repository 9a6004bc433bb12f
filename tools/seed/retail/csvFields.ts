/** The fields of one line of comma-separated values (RFC 4180 §2, without line breaks inside a field). */
export function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  const fields: string[] = []
  for (let at = 0; at <= line.length;) {
    const end = line[at] === '"' ? closingQuote(line, at) : endOfField(line, at)
    fields.push(line[at] === '"' ? line.slice(at + 1, end).replaceAll('""', '"') : line.slice(at, end))
    at = endOfField(line, end) + 1
  }
  return fields
}

function endOfField(line: string, from: number): number {
  const comma = line.indexOf(',', from)
  return comma === -1 ? line.length : comma
}

/** The position of the quote that ends the field; a doubled quote stands for one inside it. */
function closingQuote(line: string, start: number): number {
  let at = line.indexOf('"', start + 1)
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2)
  return at === -1 ? line.length : at
}
