import { shapes, type Glyph } from './paint.ts'

const { path, line, round, box } = shapes

/** What a day of work needs. */
export const workGlyphs = {
  desk: ({ main, dark, light, accent }) =>
    box(accent, [300, 250, 160, 110, 8]) +
    box(dark, [370, 358, 20, 30]) +
    box(main, [140, 384, 520, 34, 8]) +
    box(light, [480, 418, 140, 70, 6]) +
    line(dark, 6, 'M536 452h28') +
    line(dark, 20, 'M190 418l-24 180M610 418l24 180'),
  chair: ({ main, dark, light, accent }) =>
    box(main, [300, 170, 200, 210, 50]) +
    path(light, 'M330 200q20-14 44-14-24 70-16 176-24 0-34-22-10-80 6-140z') +
    box(dark, [388, 376, 24, 40]) +
    box(main, [270, 404, 260, 50, 24]) +
    box(dark, [390, 452, 20, 90]) +
    line(accent, 18, 'M400 540l-120 46M400 540l120 46M400 540v50') +
    [280, 400, 520].map((x) => round(dark, [x, 594, 16])).join(''),
  notebook: ({ main, dark, light, accent }) =>
    box(dark, [250, 200, 320, 400, 16]) +
    box(light, [246, 196, 310, 390, 10]) +
    box(main, [230, 190, 320, 400, 16]) +
    box(dark, [230, 190, 44, 400, 16]) +
    box(light, [330, 270, 160, 70, 6]) +
    path(accent, 'M470 190h26v420l-13-20-13 20z') +
    line(dark, 6, 'M350 296h120M350 316h80'),
  pen: ({ main, dark, light, accent }) =>
    line(accent, 8, 'M170 590q80-40 140-6t130-10') +
    path(light, 'M236 540l28-96 68 68z') +
    path(dark, 'M236 540l10-34 24 24z') +
    path(main, 'M264 444L520 188q20-20 40-14l36 36q6 20-14 40L332 512z') +
    path(dark, 'M420 288l68 68 16-16-68-68z') +
    line(light, 10, 'M300 440L520 220') +
    line(accent, 12, 'M560 240l-70 100'),
  organiser: ({ main, dark, light, accent }) =>
    line(accent, 22, 'M330 400l-30-190M390 400l10-230') +
    line(light, 22, 'M360 400l50-210') +
    box(main, [260, 380, 160, 220, 12]) +
    box(dark, [420, 480, 160, 120, 12]) +
    box(light, [280, 400, 20, 180, 10]) +
    line(light, 6, 'M440 520h120M440 556h120') +
    box(accent, [456, 430, 90, 50, 4]),
  parcel: ({ main, dark, light, accent }) =>
    path(main, 'M220 360h360v240H220z') +
    path(light, 'M220 360l60-80h240l60 80z') +
    path(accent, 'M370 280h60l10 80v240h-80V360z') +
    line(dark, 6, 'M220 360h360') +
    box(light, [470, 520, 80, 50, 4]) +
    line(dark, 5, 'M482 536h54M482 552h34'),
} as const satisfies Record<string, Glyph>
