import { fail, ok, type Result } from '@agora/errors/result.ts'

// An allow-list: what is not named here is refused, so that nothing that runs, loads or navigates gets in by a way nobody thought of.
// Scripts, styles, foreignObject, animation, image and a are absent on purpose.
const ELEMENTS = new Set(
  `svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath mask
  pattern marker filter feGaussianBlur feOffset feMerge feMergeNode feColorMatrix feBlend feFlood feComposite feTurbulence feDisplacementMap feDropShadow`.split(
    /\s+/,
  ),
)
const ATTRIBUTES = new Set(
  `id class width height viewBox preserveAspectRatio version xmlns xmlns:xlink role aria-label aria-labelledby aria-hidden focusable x y x1 y1 x2 y2 cx cy r rx ry fx fy d points
  transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset
  opacity color display visibility overflow vector-effect paint-order shape-rendering text-rendering offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod
  patternUnits patternContentUnits patternTransform clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits marker-start marker-mid marker-end markerWidth markerHeight
  markerUnits refX refY orient font-family font-size font-weight font-style letter-spacing word-spacing text-anchor dominant-baseline alignment-baseline baseline-shift dx dy rotate
  textLength lengthAdjust xml:space href xlink:href filter filterUnits primitiveUnits in in2 result stdDeviation mode values type operator k1 k2 k3 k4 flood-color flood-opacity
  baseFrequency numOctaves seed stitchTiles scale xChannelSelector yChannelSelector style mix-blend-mode isolation`.split(/\s+/),
)
const NAMESPACES: Readonly<Record<string, string>> = { xmlns: 'http://www.w3.org/2000/svg', 'xmlns:xlink': 'http://www.w3.org/1999/xlink' }

const PROLOG = /^\uFEFF?(?:<\?xml version="1\.[01]"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?>)?/
// One token: a comment, a closing tag, an opening tag with quoted attributes, or text. Each alternative begins differently and none can backtrack far.
const TOKEN =
  /<!--(?<comment>(?:(?!--)[^])*)-->|<\/(?<close>[A-Za-z]+)\s*>|<(?<open>[A-Za-z]+)(?<attributes>(?:\s+[A-Za-z][A-Za-z0-9:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<selfClosed>\/?)>|(?<text>[^<]+)/y
const ATTRIBUTE = /(?<name>[A-Za-z][A-Za-z0-9:-]*)\s*=\s*(?:"(?<double>[^"<]*)"|'(?<single>[^'<]*)')/g
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});/g
const CONTROL = /[\p{Cc}--[\t\n\r]]/v
/** The deepest nesting that is read. */
const MAX_DEPTH = 64

/** Whether the text is an SVG that draws and does nothing else. The failure says what was found. */
export function checkSvg(text: string): Result<null, string> {
  if (CONTROL.test(text)) return fail('The SVG holds control characters')
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/.test(text)) return fail('The SVG uses an entity that XML does not define')
  const open: string[] = []
  let roots = 0
  TOKEN.lastIndex = PROLOG.exec(text)?.[0].length ?? 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const groups = TOKEN.exec(text)?.groups
    if (groups === undefined) return fail(`The SVG cannot be read from character ${at} on`)
    if (groups['open'] !== undefined) {
      if (open.length === 0) roots += 1
      const fault = checkElement(groups['open'], groups['attributes'] ?? '', open)
      if (fault !== undefined) return fail(fault)
      if (groups['selfClosed'] === '') open.push(groups['open'])
    } else if (groups['close'] !== undefined) {
      if (open.pop() !== groups['close']) return fail(`</${groups['close']}> closes another element`)
    } else if (groups['text'] !== undefined && open.length === 0 && groups['text'].trim() !== '') return fail('The SVG has text outside its root')
  }
  if (open.length > 0) return fail(`<${open.at(-1)}> is not closed`)
  return roots === 1 ? ok(null) : fail('An SVG has one root')
}

function checkElement(name: string, attributes: string, open: readonly string[]): string | undefined {
  if (!ELEMENTS.has(name)) return `<${name}> is not allowed in a picture`
  if ((name === 'svg') !== (open.length === 0)) return 'An SVG has one <svg>, its root'
  if (open.length >= MAX_DEPTH) return 'The SVG is nested too deep'
  const seen = new Set<string>()
  for (const { groups } of attributes.matchAll(ATTRIBUTE)) {
    const attribute = groups?.['name'] ?? ''
    const value = decode(groups?.['double'] ?? groups?.['single'] ?? '')
    if (seen.has(attribute)) return `\`${attribute}\` stands twice on <${name}>`
    seen.add(attribute)
    const fault = checkAttribute(attribute, value)
    if (fault !== undefined) return fault
  }
  return name === 'svg' && !seen.has('xmlns') ? 'The root lacks `xmlns`' : undefined
}

function checkAttribute(name: string, value: string): string | undefined {
  if (!ATTRIBUTES.has(name)) return `\`${name}\` is not allowed in a picture`
  const namespace = NAMESPACES[name]
  if (namespace !== undefined) return value === namespace ? undefined : `\`${name}\` must be ${namespace}`
  if (name === 'href' || name === 'xlink:href') return /^#[\w.-]+$/.test(value) ? undefined : 'A reference must stay inside the picture'
  const outside = value.replaceAll(/url\(\s*(['"]?)#[\w.-]+\1\s*\)/g, '')
  // A backslash could spell `url` in CSS; the other words load or run something.
  if (/url|\\|@|:\s*\/\/|javascript|expression|image|src/i.test(outside) && name !== 'id' && name !== 'class' && name !== 'aria-label') {
    return `\`${name}\` refers to something outside the picture`
  }
  return undefined
}

function decode(value: string): string {
  return value.replaceAll(REFERENCE, (reference) => {
    const named = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }[reference]
    if (named !== undefined) return named
    const code = reference[2] === 'x' ? Number.parseInt(reference.slice(3), 16) : Number.parseInt(reference.slice(2), 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
  })
}
