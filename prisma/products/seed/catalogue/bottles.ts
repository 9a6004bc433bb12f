import type { CategorySeed } from '../catalogueEntry.ts'

/** What drinks are carried in. */
export const bottles: CategorySeed = {
  slug: 'bottles-and-flasks',
  name: 'Bottles & flasks',
  description: 'Hot for the summit, cold for the train.',
  glyph: 'bottle',
  products: [
    {
      slug: 'longshore-flask',
      name: 'Longshore Flask',
      brand: 'Drift & Dally',
      text: 'Keeps tea hot through a whole shift and soup warm into the next. The cup has a rim thick enough to drink from politely.',
      attributes: { material: ['Stainless steel'], waterproof: true, dishwasher_safe: false, warranty: 10 },
      variants: [
        ['LSH-FLK-FST-05', { colour: 'Forest', size: '0.5 l' }, 390, 520, [3900, 3600, 27500], [46, 50]],
        ['LSH-FLK-FST-10', { colour: 'Forest', size: '1 l' }, 610, 780, [4900, 4500, 34500], [38, 41]],
        ['LSH-FLK-CRM-05', { colour: 'Cream', size: '0.5 l' }, 390, 520, [3900, 3600, 27500], [29, 33]],
      ],
    },
    {
      slug: 'undertow-bottle',
      name: 'Undertow Bottle',
      brand: 'Tidewrack',
      text: 'Half of it was harbour plastic last year. A screw lid with a loop for two fingers, and a mouth that takes ice.',
      attributes: { material: ['Recycled plastic'], capacity: 0.7, recycled: true, dishwasher_safe: true },
      variants: [
        ['UND-BTL-SEA', { colour: 'Sea' }, 180, 240, [2200, 1990, 15500], [80, 88]],
        ['UND-BTL-COR', { colour: 'Coral' }, 180, 240, [2200, 1990, 15500], [69, 72]],
        ['UND-BTL-SMK', { colour: 'Smoke' }, 180, 240, [2200, 1990, 15500], [57, 0]],
      ],
    },
    {
      slug: 'springhead-glass-bottle',
      name: 'Springhead Glass Bottle',
      brand: 'Veyrane',
      text: 'Water tastes of water again. A knitted sleeve takes the knocks and tells yours from everyone else’s.',
      attributes: { material: ['Borosilicate glass', 'Wool'], capacity: 0.6, dishwasher_safe: true },
      variants: [
        ['SPR-GLS-MOS', { colour: 'Moss' }, 410, 590, [3200, 2900, 22500], [34, 30]],
        ['SPR-GLS-HTH', { colour: 'Heather' }, 410, 590, [3200, 2900, 22500], [26, 28]],
      ],
    },
    {
      slug: 'platform-two-tumbler',
      name: 'Platform Two Tumbler',
      brand: 'Morrow & Pell',
      glyph: 'mug',
      text: 'Fits the cup holder, the espresso machine and the string bag. The lid closes with a quarter turn and means it.',
      attributes: { material: ['Stainless steel', 'Ceramic'], dishwasher_safe: true },
      variants: [
        ['PLT-TMB-BLU-03', { colour: 'Blush', size: '0.3 l' }, 270, 360, [2900, 2700, 20500], [52, 47]],
        ['PLT-TMB-BLK-03', { colour: 'Black', size: '0.3 l' }, 270, 360, [2900, 2700, 20500], [63, 70]],
        ['PLT-TMB-BLK-05', { colour: 'Black', size: '0.5 l' }, 340, 450, [3400, 3100, 23900], [48, 52]],
      ],
    },
    {
      slug: 'half-past-twelve-food-jar',
      name: 'Half Past Twelve Food Jar',
      brand: 'Drift & Dally',
      glyph: 'canister',
      text: 'A wide jar with a folding spoon in the lid. Fill it with yesterday’s dinner and lunch stops being a decision.',
      attributes: { material: ['Stainless steel'], capacity: 0.5, dishwasher_safe: false },
      variants: [
        ['HPT-JAR-MUS', { colour: 'Mustard' }, 420, 540, [3600, 3300, 25500], [37, 35]],
        ['HPT-JAR-SLA', { colour: 'Slate' }, 420, 540, [3600, 3300, 25500], [41, 38]],
      ],
    },
    {
      slug: 'ghillie-hip-flask',
      name: 'Ghillie Hip Flask',
      brand: 'Ferrowick',
      text: 'Copper, curved to the pocket, tinned inside. The cap stays attached, however the evening goes.',
      attributes: { material: ['Copper', 'Tin'], capacity: 0.18, height: 12 },
      variants: [
        ['GHL-FLK-CPR', { colour: 'Copper' }, 190, 280, [6900, 6400, 48500], [16, 19]],
        ['GHL-FLK-SIL', { colour: 'Silver' }, 190, 280, [6900, 6400, 48500], [0, 0]],
      ],
    },
    {
      slug: 'outpost-canteen',
      name: 'Outpost Canteen',
      brand: 'Pannikin Post',
      text: 'Round, flat, slung from a webbing strap, like the ones in films about deserts. Can go straight on the fire with the cap off.',
      attributes: { material: ['Enamelled steel', 'Cotton webbing'], capacity: 1, diameter: 18 },
      variants: [
        ['OTP-CNT-SAN', { colour: 'Sand' }, 460, 600, [3400, 3100, 23900], [27, 31]],
        ['OTP-CNT-OLI', { colour: 'Olive' }, 460, 600, [3400, 3100, 23900], [23, 25]],
      ],
    },
    {
      slug: 'tadpole-bottle',
      name: 'Tadpole Bottle',
      brand: 'Drift & Dally',
      text: 'A straw that folds, a bottom that glows in the dark, and nothing inside that cannot go in the dishwasher.',
      attributes: { material: ['Stainless steel', 'Silicone'], capacity: 0.35, dishwasher_safe: true },
      variants: [
        ['TDP-BTL-MIN', { colour: 'Mint' }, 210, 280, [2400, 2200, 16500], [58, 63]],
        ['TDP-BTL-LIL', { colour: 'Lilac' }, 210, 280, [2400, 2200, 16500], [49, 54]],
        ['TDP-BTL-ORG', { colour: 'Orange' }, 210, 280, [2400, 2200, 16500], [44, 0]],
      ],
    },
    {
      slug: 'beck-filter-bottle',
      name: 'Beck Filter Bottle',
      brand: 'Highcairn',
      text: 'Squeeze stream water through it and drink. The filter tells you when it is tired by slowing down, as we all do.',
      attributes: { material: ['Nylon', 'Hollow fibre'], capacity: 1, refillable: true },
      variants: [
        ['BCK-FLT-BTL', { set: 'Bottle' }, 150, 230, [4900, 4500, 34500], [30, 34]],
        ['BCK-FLT-SPR', { set: 'Bottle and spare filter' }, 220, 310, [6900, 6400, 48500], [21, 24]],
      ],
    },
    {
      slug: 'ploughman-growler',
      name: 'Ploughman Growler',
      brand: 'Drift & Dally',
      text: 'Two litres of cider, cold and still cheerful after a morning in the cart. The swing top was borrowed from a much older bottle.',
      attributes: { material: ['Stainless steel', 'Porcelain'], height: 30, dishwasher_safe: false },
      variants: [
        ['PLG-GRW-STE-12', { colour: 'Steel', size: '1.2 l' }, 680, 860, [5400, 4900, 37500], [18, 21]],
        ['PLG-GRW-STE-20', { colour: 'Steel', size: '2 l' }, 920, 1150, [6400, 5900, 44500], [15, 14]],
        ['PLG-GRW-BRN-20', { colour: 'Brown', size: '2 l' }, 920, 1150, [6400, 5900, 44500], [12, 10]],
      ],
    },
  ],
}
