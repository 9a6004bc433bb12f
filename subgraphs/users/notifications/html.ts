const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in HTML, in an attribute as well. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)

/** A message's text as a page: a paragraph for each block of lines, and nothing that runs, loads or links. */
export function htmlOf(subject: string, body: string): string {
  const paragraphs = body.split(/\n{2,}/).map((block) => `<p>${escaped(block).replaceAll('\n', '<br>')}</p>`)
  return `<!doctype html><html><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${paragraphs.join('\n')}</body></html>\n`
}
