import type { CategorySeed } from '../catalogueEntry.ts'

/** What food is served on. */
export const platesAndBowls: CategorySeed = {
  slug: 'plates-and-bowls',
  name: 'Plates & bowls',
  description: 'Clay, glaze and enamel for Tuesdays as well as for guests.',
  glyph: 'bowl',
  products: [
    {
      slug: 'estuary-dinner-plate',
      name: 'Estuary Dinner Plate',
      brand: 'Ottilie Brandt',
      text: 'A low rim that keeps the sauce and shows a thumbprint of the person who threw it. The glaze pools darker in the middle, like the river mouth it is named for.',
      attributes: { material: ['Stoneware'], diameter: 27, dishwasher_safe: true, made_in: 'Germany' },
      variants: [
        ['EST-DIN-SEA', { colour: 'Sea' }, 720, 980, [3200, 2900, 22900], [60, 44]],
        ['EST-DIN-FOG', { colour: 'Fog' }, 720, 980, [3200, 2900, 22900], [52, 50]],
        ['EST-DIN-SAN', { colour: 'Sand' }, 720, 980, [3200, 2900, 22900], [38, 0]],
      ],
    },
    {
      slug: 'estuary-breakfast-bowl',
      name: 'Estuary Breakfast Bowl',
      brand: 'Ottilie Brandt',
      text: 'Deep enough for muesli with ambitions, wide enough for a soft-boiled argument about toast.',
      attributes: { material: ['Stoneware'], diameter: 15, height: 7, capacity: 0.6, dishwasher_safe: true, made_in: 'Germany' },
      variants: [
        ['EST-BRK-SEA', { colour: 'Sea' }, 410, 560, [2400, 2200, 16900], [66, 58]],
        ['EST-BRK-FOG', { colour: 'Fog' }, 410, 560, [2400, 2200, 16900], [47, 39]],
        ['EST-BRK-SAN', { colour: 'Sand' }, 410, 560, [2400, 2200, 16900], [35, 41]],
      ],
    },
    {
      slug: 'harvest-serving-bowl',
      name: 'Harvest Serving Bowl',
      brand: 'Clayborne Row',
      text: 'The one that goes in the middle. Holds a salad for eight, or all the apples the neighbours left on the step.',
      attributes: { material: ['Earthenware'], dishwasher_safe: true },
      variants: [
        ['HRV-SRV-TER', { colour: 'Terracotta', size: '30 cm' }, 1650, 2300, [5800, 5300, 41900], [14, 12]],
        ['HRV-SRV-CHA', { colour: 'Chalk', size: '30 cm' }, 1650, 2300, [5800, 5300, 41900], [10, 15]],
        ['HRV-SRV-CHB', { colour: 'Chalk', size: '36 cm' }, 2400, 3300, [7400, 6800, 53500], [5, 3]],
      ],
    },
    {
      slug: 'railway-enamel-plate',
      name: 'Railway Enamel Plate',
      brand: 'Pannikin Post',
      text: 'White with a coloured lip, as served from dining cars and trestle tables. Drop it: it rings, you laugh, supper continues.',
      attributes: { material: ['Enamelled steel'], diameter: 24, oven_safe: true, dishwasher_safe: true },
      variants: [
        ['RLW-PLT-NVY', { colour: 'Navy' }, 290, 380, [1200, 1100, 8500], [120, 110]],
        ['RLW-PLT-RED', { colour: 'Red' }, 290, 380, [1200, 1100, 8500], [95, 88]],
      ],
    },
    {
      slug: 'pilgrim-soup-plate',
      name: 'Pilgrim Soup Plate',
      brand: 'Clayborne Row',
      text: 'Heavy, shallow and generous, with a rim wide enough to rest the bread. Made to a pattern found in a monastery wall.',
      attributes: { material: ['Stoneware'], diameter: 25, capacity: 0.45, dishwasher_safe: true },
      variants: [
        ['PLG-SOU-OAT', { colour: 'Oat' }, 690, 920, [2600, 2400, 18900], [42, 30]],
        ['PLG-SOU-IND', { colour: 'Indigo' }, 690, 920, [2800, 2600, 19900], [25, 27]],
      ],
    },
    {
      slug: 'lily-pad-dessert-plates',
      name: 'Lily Pad Dessert Plates',
      brand: 'Ottilie Brandt',
      text: 'Six small plates, none quite round, in greens that differ by a shade. They look like a pond and stack like a dream.',
      attributes: { material: ['Porcelain'], diameter: 17, pieces: 6, dishwasher_safe: true },
      variants: [
        ['LLY-DES-CEL', { colour: 'Celadon' }, 1620, 2150, [8400, 7800, 59900], [12, 9]],
        ['LLY-DES-FRN', { colour: 'Fern' }, 1620, 2150, [8400, 7800, 59900], [0, 0]],
      ],
    },
    {
      slug: 'moonrise-noodle-bowl',
      name: 'Moonrise Noodle Bowl',
      brand: 'Ottilie Brandt',
      text: 'A high foot for cool fingers and a notch for the chopsticks. The inside is glazed the blue of ten minutes after sunset.',
      attributes: { material: ['Stoneware'], diameter: 19, height: 9, capacity: 1.1, dishwasher_safe: true },
      variants: [
        ['MNR-NDL-MID', { colour: 'Midnight' }, 640, 880, [3600, 3300, 25900], [30, 33]],
        ['MNR-NDL-IVO', { colour: 'Ivory' }, 640, 880, [3600, 3300, 25900], [26, 19]],
      ],
    },
    {
      slug: 'commuter-picnic-bowls',
      name: 'Commuter Picnic Bowls',
      brand: 'Tidewrack',
      text: 'Three bowls, three lids, one former trawl net. They seal against each other, so the outside one is all you need to wash on the train.',
      attributes: { material: ['Recycled nylon'], pieces: 6, recycled: true, dishwasher_safe: true, waterproof: true },
      variants: [
        ['CMT-BWL-STO', { colour: 'Storm' }, 420, 540, [2900, 2700, 20900], [38, 42]],
        ['CMT-BWL-COR', { colour: 'Coral' }, 420, 540, [2900, 2700, 20900], [29, 35]],
        ['CMT-BWL-WIL', { colour: 'Willow' }, 420, 540, [2900, 2700, 20900], [16, 22]],
      ],
    },
    {
      slug: 'old-grove-salad-bowl',
      name: 'Old Grove Salad Bowl',
      brand: 'Marlhewn',
      text: 'Turned from olive trunks that had stopped bearing, knots and all. Wipe it with oil and it smells faintly of the hill it came from.',
      attributes: { material: ['Olive wood'], colour: ['Olive'], dishwasher_safe: false, made_in: 'Greece' },
      variants: [
        ['OGR-SAL-24', { size: '24 cm' }, 1100, 1450, [7900, 7200, 56900], [8, 6]],
        ['OGR-SAL-30', { size: '30 cm' }, 1900, 2400, [11900, 10900, 84900], [4, 5]],
      ],
    },
    {
      slug: 'otters-first-table',
      name: 'Otter’s First Table',
      brand: 'Ottilie Brandt',
      text: 'Plates, bowls and cups for two, for a first kitchen or a fresh start. The otter is under every foot; one of them is winking.',
      attributes: { material: ['Stoneware'], dishwasher_safe: true, made_in: 'Germany' },
      variants: [
        ['OTT-SET-FOG-2', { colour: 'Fog', set: 'For two' }, 4100, 5200, [14900, 13900, 106900], [9, 7]],
        ['OTT-SET-FOG-4', { colour: 'Fog', set: 'For four' }, 8100, 9900, [27900, 25900, 199900], [5, 4]],
        ['OTT-SET-SEA-2', { colour: 'Sea', set: 'For two' }, 4100, 5200, [14900, 13900, 106900], [6, 8]],
        ['OTT-SET-SEA-4', { colour: 'Sea', set: 'For four' }, 8100, 9900, [27900, 25900, 199900], [2, 0]],
      ],
    },
  ],
}
