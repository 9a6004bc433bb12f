import { homeGlyphs } from './homeGlyphs.ts'
import { kitchenGlyphs } from './kitchenGlyphs.ts'
import { outdoorGlyphs } from './outdoorGlyphs.ts'
import { thingGlyphs } from './thingGlyphs.ts'
import { workGlyphs } from './workGlyphs.ts'

/** Everything that can be drawn. */
export const glyphs = { ...kitchenGlyphs, ...homeGlyphs, ...workGlyphs, ...outdoorGlyphs, ...thingGlyphs } as const

/** The name of a thing that can be drawn. */
export type GlyphName = keyof typeof glyphs
