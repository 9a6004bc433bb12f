import type { CategorySeed } from '../catalogueEntry.ts'

/** What bread and cake are made in. */
export const bakeware: CategorySeed = {
  slug: 'bakeware',
  name: 'Bakeware',
  description: 'Tins, bannetons and pins, all of them tried on people who say what they think.',
  glyph: 'tin',
  products: [
    {
      slug: 'longhouse-loaf-tin',
      name: 'Longhouse Loaf Tin',
      brand: 'Crumbwright',
      text: 'Folded from one sheet with no seam for the dough to hide in. The corners are square, so the end slice is a slice and not an apology.',
      attributes: { material: ['Aluminised steel'], colour: ['Silver'], oven_safe: true, dishwasher_safe: false },
      variants: [
        ['LNG-LOF-05', { size: '500 g' }, 420, 560, [1900, 1800, 13900], [64, 58]],
        ['LNG-LOF-10', { size: '1 kg' }, 610, 780, [2400, 2200, 16900], [51, 47]],
      ],
    },
    {
      slug: 'furrow-banneton',
      name: 'Furrow Banneton',
      brand: 'Crumbwright',
      glyph: 'basket',
      text: 'Cane coiled in furrows that print themselves on the crust. Flour it generously and speak well of the dough.',
      attributes: { material: ['Cane', 'Linen'], colour: ['Natural'], pieces: 2 },
      variants: [
        ['FUR-BAN-R22', { size: 'Round 22 cm' }, 260, 420, [1800, 1700, 12900], [45, 39]],
        ['FUR-BAN-R26', { size: 'Round 26 cm' }, 330, 510, [2200, 2000, 15900], [32, 28]],
        ['FUR-BAN-O30', { size: 'Oval 30 cm' }, 310, 490, [2200, 2000, 15900], [27, 0]],
      ],
    },
    {
      slug: 'bellringer-bread-cloche',
      name: 'Bellringer Bread Cloche',
      brand: 'Clayborne Row',
      glyph: 'pot',
      text: 'An oven inside the oven: the dome keeps the steam in for twenty minutes and the crust sings when you lift it. The knob fits a padded glove.',
      attributes: { material: ['Stoneware'], diameter: 29, height: 20, oven_safe: true, dishwasher_safe: false },
      variants: [
        ['BLL-CLO-CLA', { colour: 'Clay' }, 3400, 4700, [7900, 7300, 56900], [12, 10]],
        ['BLL-CLO-CHC', { colour: 'Charcoal' }, 3400, 4700, [7900, 7300, 56900], [8, 11]],
      ],
    },
    {
      slug: 'quiet-rolling-pin',
      name: 'Quiet Rolling Pin',
      brand: 'Crumbwright',
      text: 'No bearings, no handles, nothing to squeak: just maple, turned thicker in the middle by the width of a thumbnail. You feel the pastry through it.',
      attributes: { material: ['Maple'], colour: ['Natural'], dishwasher_safe: false },
      variants: [
        ['QRP-PIN-38', { size: '38 cm' }, 420, 540, [2600, 2400, 18900], [38, 41]],
        ['QRP-PIN-48', { size: '48 cm' }, 560, 700, [3100, 2900, 22500], [26, 22]],
      ],
    },
    {
      slug: 'fair-day-springform',
      name: 'Fair Day Springform',
      brand: 'Crumbwright',
      text: 'The clasp closes with a snap you can trust with a custard. Took first prize at the village fair, though the cake may have helped.',
      attributes: { material: ['Steel'], oven_safe: true, dishwasher_safe: true },
      variants: [
        ['FDY-SPR-20', { size: '20 cm' }, 560, 760, [2400, 2200, 16900], [36, 30]],
        ['FDY-SPR-24', { size: '24 cm' }, 690, 910, [2800, 2600, 19900], [42, 37]],
        ['FDY-SPR-28', { size: '28 cm' }, 830, 1080, [3200, 2900, 22900], [19, 24]],
      ],
    },
    {
      slug: 'pond-pie-dish',
      name: 'Pond Pie Dish',
      brand: 'Pannikin Post',
      glyph: 'bowl',
      text: 'A wide rim for crimping, a shallow bowl for plums, and enamel that shrugs at metal spoons.',
      attributes: { material: ['Enamelled steel'], diameter: 26, oven_safe: true, dishwasher_safe: true },
      variants: [
        ['PND-PIE-BLU', { colour: 'Blue' }, 540, 760, [2200, 1990, 15900], [40, 35]],
        ['PND-PIE-CRM', { colour: 'Cream' }, 540, 760, [2200, 1990, 15900], [33, 38]],
        ['PND-PIE-GRN', { colour: 'Green' }, 540, 760, [2200, 1990, 15900], [0, 0]],
      ],
    },
    {
      slug: 'scholar-kitchen-scale',
      name: 'Scholar Kitchen Scale',
      brand: 'Aster & Ohm',
      glyph: 'gauge',
      text: 'A steel plate over a display that stays readable under the biggest bowl. Grams, ounces, and no opinion about your butter.',
      attributes: { material: ['Stainless steel'], width: 18, depth: 22, warranty: 3 },
      variants: [
        ['SCH-SCL-WHT', { colour: 'White' }, 640, 860, [3900, 3600, 27900], [30, 26]],
        ['SCH-SCL-GRA', { colour: 'Graphite' }, 640, 860, [3900, 3600, 27900], [24, 31]],
      ],
    },
    {
      slug: 'crown-gugelhupf-mould',
      name: 'Crown Gugelhupf Mould',
      brand: 'Ferrowick',
      text: 'Cast thick, so every flute browns alike and lets go when asked nicely. Butter, breadcrumbs, and turn it over with confidence.',
      attributes: { material: ['Cast aluminium'], diameter: 25, capacity: 2.4, oven_safe: true, dishwasher_safe: false },
      variants: [
        ['CRN-GUG-SIL', { colour: 'Silver' }, 1350, 1700, [5200, 4800, 37500], [13, 16]],
        ['CRN-GUG-CPR', { colour: 'Copper' }, 1350, 1700, [5900, 5400, 41900], [7, 0]],
      ],
    },
    {
      slug: 'commons-baking-sheet',
      name: 'Commons Baking Sheet',
      brand: 'Crumbwright',
      glyph: 'slab',
      text: 'Two millimetres of blue steel that refuses to buckle with a bang at 230 degrees. Fits the ovens of most countries; measure yours anyway.',
      attributes: { material: ['Blue steel'], colour: ['Steel'], oven_safe: true },
      variants: [
        ['CMN-SHT-40', { size: '40 × 30 cm' }, 1750, 2100, [3400, 3100, 24500], [28, 20]],
        ['CMN-SHT-46', { size: '46 × 37 cm' }, 2400, 2850, [4200, 3900, 29900], [15, 23]],
      ],
    },
    {
      slug: 'orchard-cookie-cutters',
      name: 'Orchard Cookie Cutters',
      brand: 'Crumbwright',
      glyph: 'hook',
      text: 'Apple, pear, leaf, wasp. Copper edges that stay sharp and a hanging ring, because drawers eat these things.',
      attributes: { material: ['Copper'], colour: ['Copper'], dishwasher_safe: false },
      variants: [
        ['ORC-CUT-04', { set: 'Four shapes' }, 120, 190, [2400, 2200, 16900], [54, 46]],
        ['ORC-CUT-09', { set: 'Nine shapes' }, 260, 360, [4600, 4200, 32900], [21, 18]],
      ],
    },
  ],
}
