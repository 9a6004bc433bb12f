import { shapes, type Glyph } from './paint.ts'

const { path, line, round, box } = shapes

/** Things that stand in several categories. */
export const thingGlyphs = {
  mug: ({ main, dark, light, accent }) =>
    line(accent, 8, 'M350 300q-20-40 10-70t0-80M420 300q-20-40 10-70t0-80') +
    line(dark, 30, 'M540 400q90 0 80 70t-90 70') +
    path(main, 'M240 350h310v200q0 50-50 50H290q-50 0-50-50z') +
    round(dark, [395, 350, 155, 26]) +
    path(light, 'M266 390h28v150q0 24 14 40-42-8-42-50z'),
  canister: ({ main, dark, light, accent }) =>
    box(dark, [278, 270, 244, 60, 18]) +
    box(accent, [372, 236, 56, 40, 14]) +
    box(main, [290, 322, 220, 278, 24]) +
    box(light, [330, 400, 140, 100, 10]) +
    line(dark, 6, 'M356 436h88M356 464h56'),
  board: ({ main, dark, light, accent }) =>
    path(dark, 'M262 250h276q32 0 32 32v290q0 28-28 28H258q-28 0-28-28V282q0-32 32-32z') +
    path(main, 'M254 240h276q32 0 32 32v290q0 28-28 28H250q-28 0-28-28V272q0-32 32-32z') +
    round(dark, [392, 290, 26, 16]) +
    line(light, 8, 'M260 360q130 20 264 0M260 430q130-20 264 0M260 500q130 20 264 0') +
    round(accent, [470, 545, 18]),
  cabinet: ({ main, dark, light, accent }) =>
    line(dark, 18, 'M270 560v40M530 560v40') +
    box(main, [240, 240, 320, 330, 14]) +
    [258, 362, 466].map((y) => box(light, [260, y, 280, 88, 8]) + box(accent, [376, y + 36, 48, 14, 7])).join(''),
  stool: ({ main, dark, light, accent }) =>
    line(dark, 22, 'M310 340l-50 256M490 340l50 256M400 340v250') +
    line(accent, 12, 'M286 480h228') +
    round(dark, [400, 340, 150, 40]) +
    round(main, [400, 322, 150, 40]) +
    round(light, [366, 314, 76, 14]),
  slab: ({ main, dark, light, accent }) =>
    box(dark, [180, 552, 440, 48, 16]) + box(main, [180, 500, 440, 72, 16]) + line(light, 8, 'M220 528h200') + round(accent, [540, 486, 40, 22]),
  hook: ({ main, dark, light, accent }) =>
    box(main, [170, 240, 460, 70, 18]) +
    line(light, 8, 'M200 262h240') +
    [250, 400, 550].map((x) => line(dark, 20, `M${x} 310v90`)).join('') +
    path(accent, 'M232 400h36l8 190h-52zM384 400h32l30 120-46 70-46-70zM540 400h20l14 160-24 30-24-30z'),
  gauge: ({ main, dark, light, accent }) =>
    box(main, [230, 430, 340, 170, 30]) +
    box(dark, [260, 404, 280, 34, 12]) +
    box(light, [320, 490, 160, 66, 10]) +
    line(dark, 8, 'M346 524h40M406 524h50') +
    round(accent, [400, 370, 70, 36]),
} as const satisfies Record<string, Glyph>
