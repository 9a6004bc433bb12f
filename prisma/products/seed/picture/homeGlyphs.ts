import { shapes, type Glyph } from './paint.ts'

const { path, line, round, box } = shapes
const glow = '#f3c55f'

/** What lives in living rooms and bedrooms. */
export const homeGlyphs = {
  tableLamp: ({ main, dark, light }) =>
    path(glow, 'M230 390h340l60 200H170z').replace('/>', ' opacity=".35"/>') +
    path(main, 'M310 190h180l80 200H230z') +
    box(dark, [388, 390, 24, 190]) +
    round(dark, [400, 584, 110, 20]) +
    round(glow, [400, 394, 44, 22]) +
    path(light, 'M330 210h40l-50 160h-50z'),
  pendant: ({ main, dark, light }) =>
    line(dark, 8, 'M400 0v230') +
    box(dark, [376, 226, 48, 50, 10]) +
    path(glow, 'M220 440h360l90 200H130z').replace('/>', ' opacity=".3"/>') +
    path(main, 'M360 270h80q140 40 150 170H210q10-130 150-170z') +
    round(glow, [400, 440, 70, 40]) +
    path(dark, 'M210 430h380v20H210z') +
    path(light, 'M350 292h26q-80 50-96 128h-30q20-90 100-128z'),
  blanket: ({ main, dark, light, accent }) =>
    box(dark, [190, 500, 420, 100, 44]) +
    box(main, [190, 410, 420, 100, 44]) +
    box(light, [190, 320, 420, 100, 44]) +
    line(accent, 12, 'M500 320v100M530 320v100M500 410v100M530 410v100M500 500v100M530 500v100') +
    line(dark, 6, 'M230 600v26M270 600v26M310 600v26M350 600v26M390 600v26M430 600v26M470 600v26'),
  pillow: ({ main, dark, light, accent }) =>
    path(dark, 'M180 430q220-60 440 0 30 90 0 170-220 40-440 0-30-80 0-170z') +
    path(main, 'M220 300q180-60 360 0 26 90 0 180-180 50-360 0-26-90 0-180z') +
    path(light, 'M240 316q60-22 110-26-80 60-84 180-14-6-26-8-16-70 0-146z') +
    line(accent, 8, 'M236 306q164-46 328 0M236 474q164 42 328 0'),
  vase: ({ main, dark, light, accent }) =>
    line(dark, 9, 'M400 320q-10-130-90-190M400 320q10-150 70-210M400 320q0-100-6-220') +
    round(accent, [304, 124, 34, 22]) +
    round(accent, [476, 102, 26, 36]) +
    round(light, [394, 88, 30]) +
    path(main, 'M350 290h100q-10 60 60 120t-40 190H330q-110-130-40-190t60-120z') +
    path(dark, 'M346 284h108v24H346z') +
    path(light, 'M330 420q-50 50-10 140 14 20 26 30-30-90-16-170z'),
  basket: ({ main, dark, light, accent }) =>
    line(accent, 22, 'M270 360q0-150 130-150t130 150') +
    path(main, 'M200 370h400l-40 230H240z') +
    line(dark, 8, 'M216 430h368M226 486h348M236 542h328') +
    line(light, 10, 'M280 380l16 210M340 380l8 210M400 380v210M460 380l-8 210M520 380l-16 210') +
    box(dark, [184, 350, 432, 36, 18]),
} as const satisfies Record<string, Glyph>
