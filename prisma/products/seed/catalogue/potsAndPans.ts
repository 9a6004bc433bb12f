import type { CategorySeed } from '../catalogueEntry.ts'

/** What goes on the flame. */
export const potsAndPans: CategorySeed = {
  slug: 'pots-and-pans',
  name: 'Pots & pans',
  description: 'Iron, steel, copper and enamel, bought once and quarrelled over by heirs.',
  glyph: 'pot',
  products: [
    {
      slug: 'hearthstone-casserole',
      name: 'Hearthstone Casserole',
      brand: 'Ferrowick',
      text: 'Six kilos of patience: a lid that bastes on its own and walls that forgive a forgotten hour. It goes from hob to oven to the middle of the table.',
      attributes: { material: ['Cast iron', 'Enamel'], oven_safe: true, dishwasher_safe: true, warranty: 25, suits: ['Induction', 'Gas', 'Ceramic'] },
      variants: [
        ['HST-CAS-OXB-40', { colour: 'Oxblood', size: '4 l' }, 5200, 6400, [18900, 17500, 134900], [13, 10]],
        ['HST-CAS-OXB-60', { colour: 'Oxblood', size: '6 l' }, 6400, 7800, [22900, 21500, 164900], [8, 6]],
        ['HST-CAS-PIN-40', { colour: 'Pine', size: '4 l' }, 5200, 6400, [18900, 17500, 134900], [9, 11]],
        ['HST-CAS-PIN-60', { colour: 'Pine', size: '6 l' }, 6400, 7800, [22900, 21500, 164900], [0, 4]],
      ],
    },
    {
      slug: 'anvil-skillet',
      name: 'Anvil Skillet',
      brand: 'Ferrowick',
      text: 'Ground smooth on the inside, the way skillets were before someone decided rough was rustic. The first egg slides; so does the ten-thousandth.',
      attributes: { material: ['Cast iron'], colour: ['Black'], oven_safe: true, dishwasher_safe: false, suits: ['Induction', 'Gas', 'Campfire'] },
      variants: [
        ['ANV-SKL-20', { size: '20 cm' }, 1500, 1800, [4900, 4600, 35900], [35, 42]],
        ['ANV-SKL-26', { size: '26 cm' }, 2300, 2650, [6900, 6500, 49900], [27, 33]],
        ['ANV-SKL-30', { size: '30 cm' }, 3100, 3500, [8900, 8400, 64900], [16, 12]],
      ],
    },
    {
      slug: 'swift-carbon-steel-pan',
      name: 'Swift Carbon Steel Pan',
      brand: 'Ferrowick',
      text: 'Half the weight of iron and twice as quick to answer when you turn the flame down. Comes seasoned with linseed and a certain eagerness.',
      attributes: { material: ['Carbon steel'], colour: ['Steel'], oven_safe: true, dishwasher_safe: false, suits: ['Induction', 'Gas'] },
      variants: [
        ['SWF-PAN-24', { size: '24 cm' }, 1150, 1450, [5900, 5500, 42900], [24, 19]],
        ['SWF-PAN-28', { size: '28 cm' }, 1480, 1820, [7200, 6700, 52900], [20, 22]],
      ],
    },
    {
      slug: 'friday-copper-saucepan',
      name: 'Friday Copper Saucepan',
      brand: 'Ferrowick',
      text: 'The foundry works copper on Fridays only, which is why there are never very many. Two millimetres thick, tinned by hand, and happiest with caramel.',
      attributes: { material: ['Copper', 'Tin', 'Cast iron'], colour: ['Copper'], oven_safe: true, suits: ['Gas', 'Ceramic'] },
      variants: [
        ['FRI-SCP-12', { size: '1.2 l' }, 1240, 1600, [17900, 16500, 128900], [5, 3]],
        ['FRI-SCP-20', { size: '2 l' }, 1720, 2150, [21900, 19900, 156900], [0, 0]],
      ],
    },
    {
      slug: 'village-stockpot',
      name: 'Village Stockpot',
      brand: 'Pannikin Post',
      text: 'Enough soup for everyone who said they were only dropping in. Light to carry empty, with handles wide enough for oven gloves when it is not.',
      attributes: { material: ['Enamelled steel'], dishwasher_safe: true, suits: ['Induction', 'Gas', 'Ceramic'] },
      variants: [
        ['VIL-STK-CRM-07', { colour: 'Cream', size: '7 l' }, 2100, 3000, [6400, 5900, 45900], [18, 14]],
        ['VIL-STK-CRM-11', { colour: 'Cream', size: '11 l' }, 2900, 4100, [8200, 7600, 58900], [9, 11]],
        ['VIL-STK-BLU-07', { colour: 'Blue', size: '7 l' }, 2100, 3000, [6400, 5900, 45900], [15, 0]],
      ],
    },
    {
      slug: 'milkmaid-pan',
      name: 'Milkmaid Pan',
      brand: 'Pannikin Post',
      text: 'Two spouts, so left-handed cocoa is finally possible. Small enough to stay on the hob all winter.',
      attributes: { material: ['Enamelled steel', 'Beech'], capacity: 1, diameter: 14, dishwasher_safe: false },
      variants: [
        ['MLK-PAN-SKY', { colour: 'Sky' }, 620, 880, [3200, 2900, 22900], [40, 36]],
        ['MLK-PAN-WHT', { colour: 'White' }, 620, 880, [3200, 2900, 22900], [33, 29]],
        ['MLK-PAN-MIN', { colour: 'Mint' }, 620, 880, [3200, 2900, 22900], [12, 8]],
      ],
    },
    {
      slug: 'terrace-tagine',
      name: 'Terrace Tagine',
      brand: 'Clayborne Row',
      text: 'A cone of unglazed terracotta that sends every drop of steam back where it came from. Soak it once, then give it a low flame and the afternoon.',
      attributes: { material: ['Terracotta'], colour: ['Terracotta'], oven_safe: true, dishwasher_safe: false, diameter: 28 },
      variants: [
        ['TRC-TAG-02', { size: 'For two' }, 2100, 3300, [5400, 4900, 38900], [12, 9]],
        ['TRC-TAG-05', { size: 'For five' }, 3500, 5200, [7400, 6900, 53900], [7, 8]],
      ],
    },
    {
      slug: 'trestle-wok',
      name: 'Trestle Wok',
      brand: 'Tanemori',
      text: 'Hammered forty times round, so the dimples hold the food above the oil. Flat just enough at the bottom to stand on a hob without a ring.',
      attributes: { material: ['Carbon steel', 'Walnut'], colour: ['Graphite'], suits: ['Gas', 'Induction'], dishwasher_safe: false },
      variants: [
        ['TRS-WOK-30', { size: '30 cm' }, 1420, 2000, [6800, 6300, 48900], [16, 20]],
        ['TRS-WOK-35', { size: '35 cm' }, 1760, 2500, [7900, 7300, 56900], [11, 13]],
      ],
    },
    {
      slug: 'lean-to-grill-pan',
      name: 'Lean-to Grill Pan',
      brand: 'Ferrowick',
      text: 'Deep ridges on one half, flat on the other, for households that disagree about courgettes. The handle folds away under the rack.',
      attributes: { material: ['Cast iron'], colour: ['Black'], width: 27, depth: 27, oven_safe: true },
      status: 'ARCHIVED',
      variants: [
        ['LNT-GRL-STD', { set: 'Pan' }, 2900, 3400, [6400, 5900, 45900], [0, 0]],
        ['LNT-GRL-PRS', { set: 'Pan and press' }, 4300, 5000, [8900, 8200, 63900], [2, 0]],
      ],
    },
    {
      slug: 'nest-steel-pot-set',
      name: 'Nest Steel Pot Set',
      brand: 'Ferrowick',
      text: 'Five pieces that sit inside one another and take up the room of one. Three layers of steel and aluminium, and measuring marks you can still read in ten years.',
      attributes: {
        material: ['Stainless steel', 'Aluminium'],
        colour: ['Steel'],
        pieces: 5,
        oven_safe: true,
        dishwasher_safe: true,
        suits: ['Induction', 'Gas', 'Ceramic'],
      },
      variants: [
        ['NST-SET-03', { set: 'Three pots' }, 4100, 5300, [15900, 14900, 113900], [14, 9]],
        ['NST-SET-05', { set: 'Three pots, two pans' }, 6800, 8400, [23900, 21900, 169900], [10, 7]],
      ],
    },
  ],
}
