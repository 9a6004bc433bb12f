import { shapes, type Glyph } from './paint.ts'

const { path, line, round, box } = shapes
const leaf = '#6f9460'

/** What goes outside and what stays there. */
export const outdoorGlyphs = {
  tent: ({ main, dark, light, accent }) =>
    line(dark, 8, 'M400 230L140 610M400 230l260 380') +
    path(main, 'M400 240L170 600h460z') +
    path(light, 'M400 240L170 600h150z') +
    path(dark, 'M400 300L330 600h150z') +
    path(accent, 'M400 300l-70 300h36z') +
    line(accent, 6, 'M400 230v-60M404 172l50 18-50 20'),
  stove: ({ main, dark, light }) =>
    path('#ea9a3f', 'M330 430q-10-60 30-90 0 40 30 50 10-60 40-90 50 70 40 130z') +
    path('#f7d98a', 'M376 430q0-30 24-50 26 24 24 50z') +
    box(dark, [270, 430, 260, 24, 10]) +
    line(dark, 14, 'M290 430v-40M510 430v-40') +
    box(dark, [380, 450, 40, 40]) +
    path(main, 'M310 488h180q40 20 40 60v52H270v-52q0-40 40-60z') +
    path(light, 'M300 520q10-14 26-18v86h-26z'),
  backpack: ({ main, dark, light, accent }) =>
    line(dark, 20, 'M350 230q0-60 50-60t50 60') +
    path(main, 'M280 330q0-120 120-120t120 120v230q0 40-40 40H320q-40 0-40-40z') +
    path(dark, 'M280 330q0-120 120-120t120 120v20H280z') +
    box(light, [310, 440, 180, 130, 20]) +
    line(accent, 10, 'M330 480h140M400 350v60') +
    box(accent, [384, 396, 32, 40, 6]) +
    path(dark, 'M262 420q-34 60 0 140h18V420zM538 420q34 60 0 140h-18V420z'),
  bottle: ({ main, dark, light, accent }) =>
    box(accent, [356, 170, 88, 70, 12]) +
    line(dark, 10, 'M444 190q50 0 50 40t-40 40') +
    path(dark, 'M364 240h72v36h-72z') +
    path(main, 'M364 270h72q54 30 54 90v200q0 40-40 40H350q-40 0-40-40V360q0-60 54-90z') +
    path(light, 'M340 350q6-30 30-44v270h-14q-16 0-16-20z') +
    box(dark, [310, 500, 180, 14]),
  trowel: ({ main, dark, light, accent }) =>
    box(accent, [376, 150, 48, 170, 24]) +
    box(dark, [388, 310, 24, 80]) +
    path(main, 'M330 380h140q20 140-70 230-90-90-70-230z') +
    path(light, 'M350 396h30q-10 90 14 180-50-80-44-180z') +
    round(dark, [400, 176, 8]) +
    line(accent, 10, 'M180 606h150M470 606h150'),
  planter: ({ main, dark, light }) =>
    line(leaf, 12, 'M400 420V220M400 350q-60-20-90-90M400 320q60-10 100-80') +
    round(leaf, [300, 244, 46, 30]) +
    round(leaf, [508, 226, 48, 32]) +
    round(leaf, [400, 196, 34, 52]) +
    path(main, 'M270 420h260l-34 180H304z') +
    box(dark, [250, 396, 300, 50, 10]) +
    path(light, 'M296 456h26l22 130h-24z'),
  birdhouse: ({ main, dark, light, accent }) =>
    box(dark, [388, 540, 24, 90]) +
    path(main, 'M290 350l110-110 110 110v210H290z') +
    path(accent, 'M400 190L240 350l26 28 134-132 134 132 26-28z') +
    round(dark, [400, 400, 42]) +
    line(dark, 12, 'M400 474v-2M400 470l30 14') +
    path(light, 'M306 366l30-30v210h-30z') +
    path(light, 'M470 486q20-40 56-30l26-10-14 24q-10 36-68 16z'),
} as const satisfies Record<string, Glyph>
