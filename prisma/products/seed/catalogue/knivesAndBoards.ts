import type { CategorySeed } from '../catalogueEntry.ts'

/** What cuts and what is cut on. */
export const knivesAndBoards: CategorySeed = {
  slug: 'knives-and-boards',
  name: 'Knives & boards',
  description: 'Edges that stay and surfaces that forgive them.',
  glyph: 'knife',
  products: [
    {
      slug: 'first-frost-chefs-knife',
      name: 'First Frost Chef’s Knife',
      brand: 'Tanemori',
      text: 'Ground so thin behind the edge that onions hardly notice. The handle is octagonal, which tells your fingers where the blade is pointing.',
      attributes: { material: ['Carbon steel', 'Magnolia'], dishwasher_safe: false, made_in: 'Japan', warranty: 25 },
      variants: [
        ['FRF-CHF-18', { size: '18 cm' }, 150, 320, [15900, 14900, 113900], [14, 18]],
        ['FRF-CHF-21', { size: '21 cm' }, 172, 350, [17900, 16900, 128900], [11, 12]],
        ['FRF-CHF-24', { size: '24 cm' }, 195, 390, [19900, 18500, 142900], [6, 0]],
      ],
    },
    {
      slug: 'sparrow-paring-knife',
      name: 'Sparrow Paring Knife',
      brand: 'Tanemori',
      text: 'For everything you do in the hand: strawberries, shallots, string. Small enough to lose and good enough to look for.',
      attributes: { material: ['Stainless steel', 'Beech'], length: 19, dishwasher_safe: false },
      variants: [
        ['SPW-PAR-BEE', { colour: 'Beech' }, 60, 120, [3900, 3600, 27900], [48, 40]],
        ['SPW-PAR-OXB', { colour: 'Oxblood' }, 60, 120, [3900, 3600, 27900], [31, 25]],
      ],
    },
    {
      slug: 'tidesaw-bread-knife',
      name: 'Tidesaw Bread Knife',
      brand: 'Tanemori',
      text: 'Long waves rather than short teeth, so crust gives way without exploding across the kitchen. Also the best thing we know for ripe tomatoes.',
      attributes: { material: ['Stainless steel', 'Walnut'], dishwasher_safe: false },
      variants: [
        ['TDS-BRD-23', { size: '23 cm' }, 180, 360, [8900, 8300, 63900], [19, 21]],
        ['TDS-BRD-27', { size: '27 cm' }, 215, 410, [9900, 9200, 70900], [13, 10]],
      ],
    },
    {
      slug: 'three-friends-knife-set',
      name: 'Three Friends Knife Set',
      brand: 'Tanemori',
      text: 'Chef, bread, paring: the three you reach for when you own twelve. They travel in a roll of waxed canvas that wipes clean.',
      attributes: { material: ['Stainless steel', 'Canvas'], pieces: 4, warranty: 25 },
      variants: [
        ['TFR-SET-NAT', { colour: 'Natural' }, 720, 1100, [26900, 24900, 189900], [7, 9]],
        ['TFR-SET-CHC', { colour: 'Charcoal' }, 720, 1100, [26900, 24900, 189900], [5, 4]],
      ],
    },
    {
      slug: 'staircase-cutting-board',
      name: 'Staircase Cutting Board',
      brand: 'Marlhewn',
      glyph: 'board',
      text: 'End grain from old stair treads, glued so that the blade slips between the fibres and the cuts close behind it. Oil it when you think of it.',
      attributes: { material: ['Oak'], colour: ['Oak'], dishwasher_safe: false, recycled: true },
      variants: [
        ['STC-BRD-S', { size: '30 × 20 cm' }, 1600, 1900, [5900, 5500, 41900], [22, 17]],
        ['STC-BRD-M', { size: '40 × 28 cm' }, 2900, 3300, [8900, 8200, 63900], [15, 14]],
        ['STC-BRD-L', { size: '50 × 36 cm' }, 4700, 5300, [12900, 11900, 92900], [6, 8]],
      ],
    },
    {
      slug: 'slip-of-slate',
      name: 'Slip of Slate',
      brand: 'Marlhewn',
      glyph: 'slab',
      text: 'A roof tile that found better company. Chill it for butter, chalk the names of the cheeses on it, and keep your good knives away.',
      attributes: { material: ['Slate'], colour: ['Slate'], dishwasher_safe: true, recycled: true },
      variants: [
        ['SLP-SLT-25', { size: '25 cm' }, 900, 1150, [2200, 1990, 15900], [44, 38]],
        ['SLP-SLT-40', { size: '40 cm' }, 1700, 2100, [3200, 2950, 22900], [29, 0]],
      ],
    },
    {
      slug: 'granary-mortar',
      name: 'Granary Mortar',
      brand: 'Marlhewn',
      glyph: 'bowl',
      text: 'Rough where it grinds, polished where you hold it, and too heavy to wander. Pesto takes four minutes and smells of it until Thursday.',
      attributes: { material: ['Granite'], diameter: 16, height: 11, capacity: 0.6, pieces: 2 },
      variants: [
        ['GRN-MRT-GRY', { colour: 'Grey' }, 3800, 4300, [4900, 4500, 34900], [17, 20]],
        ['GRN-MRT-BLK', { colour: 'Black' }, 3800, 4300, [5200, 4800, 37500], [9, 6]],
      ],
    },
    {
      slug: 'stillwater-whetstone',
      name: 'Stillwater Whetstone',
      brand: 'Tanemori',
      glyph: 'slab',
      text: 'Ten quiet minutes on a Sunday and the week is sharp. The bamboo tray is shaped so that the water stays on the stone and off your trousers.',
      attributes: { material: ['Corundum', 'Bamboo'], length: 18, pieces: 2 },
      variants: [
        ['STW-WHT-10', { set: 'Grit 400 and 1000' }, 780, 980, [4400, 4100, 31900], [26, 24]],
        ['STW-WHT-30', { set: 'Grit 1000 and 3000' }, 760, 960, [4900, 4600, 35500], [23, 15]],
        ['STW-WHT-80', { set: 'Grit 3000 and 8000' }, 740, 940, [6900, 6400, 49900], [0, 7]],
      ],
    },
    {
      slug: 'driftwood-knife-rail',
      name: 'Driftwood Knife Rail',
      brand: 'Marlhewn',
      glyph: 'hook',
      text: 'Magnets behind a bar of walnut, strong enough to hold a cleaver and soft enough for a fine edge. Two screws, no drama.',
      attributes: { material: ['Walnut'], height: 6, depth: 2.5, assembly_needed: true },
      variants: [
        ['DRF-RAL-36', { size: '36 cm' }, 640, 850, [5400, 4900, 38900], [20, 16]],
        ['DRF-RAL-48', { size: '48 cm' }, 860, 1120, [6600, 5900, 46900], [14, 11]],
      ],
    },
    {
      slug: 'poacher-picnic-knife',
      name: 'Poacher Picnic Knife',
      brand: 'Tanemori',
      text: 'Folds flat into its pear-wood handle and locks with a brass collar. Opens pâté, letters and conversations.',
      attributes: { material: ['Stainless steel', 'Pear wood'], length: 20 },
      variants: [
        ['PCH-FLD-NAT', { colour: 'Natural' }, 68, 130, [4200, 3900, 29900], [30, 34]],
        ['PCH-FLD-PLM', { colour: 'Plum' }, 68, 130, [4200, 3900, 29900], [18, 13]],
        ['PCH-FLD-FST', { colour: 'Forest' }, 68, 130, [4200, 3900, 29900], [21, 17]],
      ],
    },
  ],
}
