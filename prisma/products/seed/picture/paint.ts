/** The colours that a thing is drawn with, as `#rrggbb`. */
export interface Paint {
  readonly main: string
  readonly dark: string
  readonly light: string
  /** A colour beside the thing's own: a cork, a handle, a flame. */
  readonly accent: string
}

/** Draws a thing as SVG shapes on a field of 800 × 800, standing on the line y = 600. */
export type Glyph = (paint: Paint) => string

const path = (fill: string, d: string): string => `<path d="${d}" fill="${fill}"/>`
const line = (stroke: string, width: number, d: string): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
const round = (fill: string, [x, y, rx, ry = rx]: readonly number[]): string => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`
const box = (fill: string, [x, y, width, height, r = 0]: readonly number[]): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${r}" fill="${fill}"/>`

/** The few shapes that all pictures are made of. */
export const shapes = { path, line, round, box } as const
