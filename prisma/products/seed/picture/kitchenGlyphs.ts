import { shapes, type Glyph } from './paint.ts'

const { path, line, round, box } = shapes

/** What stands in the kitchen and on the table. */
export const kitchenGlyphs = {
  dripper: ({ main, dark, light, accent }) =>
    path(light, 'M300 430h200l34 130q6 40-40 40H306q-46 0-40-40z') +
    path(accent, 'M286 520h228l16 50q4 30-36 30H306q-40 0-36-30z') +
    path(main, 'M250 220h300L450 410h-100z') +
    path(dark, 'M290 404h220v26H290z') +
    line(dark, 22, 'M548 250q80 10 60 70t-100 30') +
    line(light, 8, 'M340 250l30 120M400 250v120M460 250l-30 120'),
  teapot: ({ main, dark, light, accent }) =>
    line(dark, 26, 'M545 400q110-40 90 60t-120 70') +
    path(main, 'M262 470L150 380l-20 26 110 140z') +
    round(main, [400, 470, 180, 130]) +
    path(dark, 'M280 378q120-60 240 0l-12 22q-108-40-216 0z') +
    round(accent, [400, 332, 26]) +
    path(light, 'M270 440q20-60 70-76-40 50-38 130-30-10-32-54z'),
  pot: ({ main, dark, light, accent }) =>
    path(main, 'M220 380h360v150q0 70-70 70H290q-70 0-70-70z') +
    path(dark, 'M200 350h400v34H200z') +
    path(light, 'M240 346q30-80 160-80t160 80z') +
    box(accent, [372, 236, 56, 34, 14]) +
    line(dark, 24, 'M220 430h-70v40h70M580 430h70v40h-70') +
    path(light, 'M250 410h26v120q0 30 14 44-40-8-40-54z'),
  knife: ({ main, dark, light, accent }) =>
    path(light, 'M150 520Q300 300 560 250l36 56Q420 430 150 520z') +
    path(dark, 'M150 520Q330 400 578 278l18 28Q420 430 150 520z') +
    path(main, 'M556 244l110-66q26-14 40 10t-10 42l-104 84z') +
    round(accent, [614, 248, 9]) +
    round(accent, [660, 220, 9]) +
    box(accent, [180, 576, 440, 24, 12]),
  tin: ({ main, dark, light }) =>
    path('#d9a15b', 'M240 430q20-130 90-110 20-70 90-60 60-40 110 20 70 0 50 150z') +
    line('#f0cf9a', 12, 'M330 350l20 40M420 310l16 48M500 340l6 40') +
    path(main, 'M190 420h420l-50 180H240z') +
    path(dark, 'M176 404h448v34H176z') +
    path(light, 'M226 452h26l30 130h-22z'),
  bowl: ({ main, dark, light, accent }) =>
    round(accent, [400, 578, 240, 24]) +
    path(main, 'M190 390h420q0 180-150 200H340Q190 570 190 390z') +
    round(dark, [400, 390, 210, 46]) +
    round(light, [400, 396, 176, 32]) +
    path(light, 'M222 440q20 90 90 124-30-60-34-112z'),
  glass: ({ main, dark, light, accent }) =>
    path(light, 'M250 240h150l-20 360H270z') +
    path(main, 'M256 380h138l-12 206H268z') +
    path(light, 'M440 330h140l-16 270H456z') +
    path(accent, 'M446 440h128l-12 148H458z') +
    line(dark, 8, 'M250 240h150M440 330h140') +
    line('#ffffff', 10, 'M280 280l10 250M466 370l8 180'),
} as const satisfies Record<string, Glyph>
