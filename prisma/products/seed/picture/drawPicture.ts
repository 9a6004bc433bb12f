import { createHash } from 'node:crypto'

import { colourNamed, mix } from './colours.ts'
import { glyphs, type GlyphName } from './glyphs.ts'
import { shapes, type Paint } from './paint.ts'

/** What a picture is made from. */
export interface PictureOf {
  readonly slug: string
  readonly glyph: GlyphName
  /** The name of the colour it is drawn in; without one, the slug chooses. */
  readonly colour?: string | undefined
}

const THINGS = ['#b9714f', '#5f8f63', '#4f7cac', '#d3a33a', '#75456a', '#3f8587', '#c2473f', '#667685'] as const
const WALLS = ['#f4ead9', '#e6ece4', '#e4eaf0', '#f3e3dc', '#ece6f0', '#eef0da', '#e2eeec', '#f2e9c9'] as const
const ACCENTS = ['#e2a24a', '#6f9460', '#c56f4c', '#4f7cac', '#d6b370', '#9d6b84'] as const

const { path, round, box } = shapes

type Pick = <Item>(from: readonly [Item, ...Item[]]) => Item

/** The same choices for the same slug, each independent of the one before. */
function chooser(slug: string): Pick {
  const bits = createHash('sha256').update(`picture ${slug}`).digest()
  let at = 0
  return (from) => from[bits.readUInt8(at++ % bits.length) % from.length] ?? from[0]
}

function backdrop(pick: Pick, tone: string): string {
  return pick([
    () => round(tone, [400, 380, 290]),
    () => path(tone, 'M150 640V380a250 250 0 0 1 500 0v260z'),
    () => box(tone, [130, 130, 540, 510, 40]),
    () => round(tone, [290, 330, 230]) + round(tone, [560, 430, 170]),
    () => path(tone, 'M100 640Q140 160 400 160t300 480z'),
  ])()
}

/** A square picture of a product, 800 × 800, as an SVG text without references, scripts or text. The same for the same product. */
export function drawPicture({ slug, glyph, colour }: PictureOf): string {
  const pick = chooser(slug)
  const main = (colour === undefined ? undefined : colourNamed(colour)) ?? pick(THINGS)
  const wall = pick(WALLS)
  const paint: Paint = { main, dark: mix(main, '#1f2430', 0.38), light: mix(main, '#ffffff', 0.42), accent: pick(ACCENTS) }
  const tone = mix(wall, pick(ACCENTS), 0.28)
  const scale = pick([0.92, 1, 1.08] as const)
  const flip = pick([1, 1, -1] as const)
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800">',
    `<linearGradient id="w" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${mix(wall, '#ffffff', 0.5)}"/>`,
    `<stop offset="1" stop-color="${wall}"/></linearGradient>`,
    box('url(#w)', [0, 0, 800, 800]),
    backdrop(pick, tone),
    box(mix(wall, '#6b5a48', 0.22), [0, 640, 800, 160]),
    round(mix(wall, '#3a3028', 0.45), [400, 652, 230, 22]),
    `<g transform="translate(400 640) scale(${scale * flip} ${scale}) translate(-400 -${glyph === 'pendant' ? 640 : 610})">${glyphs[glyph](paint)}</g>`,
    '</svg>',
  ].join('')
}
