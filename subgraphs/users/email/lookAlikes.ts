/**
 * Letters that most typefaces draw like a Latin one, after lower-casing. Taken from the confusables of Unicode Technical
 * Standard 39 as far as whole words can be written with them; letters that only resemble each other (`l` and `1`) are kept apart.
 */
const LATIN_TWINS: Readonly<Record<string, string>> = {
  a: 'аɑα',
  b: 'ьƅ',
  c: 'сϲᴄ',
  d: 'ԁ',
  e: 'еҽ℮',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıɩιӏ',
  j: 'јϳյ',
  k: 'кκ',
  n: 'пηո',
  o: 'оοօσ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'г',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υս',
  v: 'ѵν',
  w: 'ԝωա',
  x: 'х',
  y: 'уγү',
  z: 'ᴢ',
}

const twinOf = new Map(Object.entries(LATIN_TWINS).flatMap(([latin, twins]) => [...twins].map((twin) => [twin, latin] as const)))

/** The text with every look-alike replaced by its Latin twin: two texts that look the same have the same skeleton. Expects lower case. */
export function skeleton(text: string): string {
  const plain = Array.from(text, (letter) => twinOf.get(letter) ?? letter).join('')
  return plain.replaceAll(/(?<=[ij])\u0307/g, '') // a dot on a letter that has one already
}

/** Scripts that are written together by people who mean no harm (the "highly restrictive" level of UTS 39). */
const COMPANIES = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
  ...['Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Thai', 'Ethiopic', 'Khmer'].map(
    (script) => [script],
  ),
]

const companyPatterns = COMPANIES.map((scripts) => {
  const members = ['Common', 'Inherited', ...scripts].map((script) => `\\p{Script_Extensions=${script}}`).join('')
  return new RegExp(`^[${members}]*$`, 'u')
})

/** Whether the letters come from one alphabet, or from several that belong together. */
export function isOfOneScript(text: string): boolean {
  return companyPatterns.some((pattern) => pattern.test(text))
}
