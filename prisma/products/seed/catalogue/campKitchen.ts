import type { CategorySeed } from '../catalogueEntry.ts'

/** What one cooks on outdoors. */
export const campKitchen: CategorySeed = {
  slug: 'camp-kitchen',
  name: 'Stoves & camp kitchen',
  description: 'Hot food in places without a door.',
  glyph: 'stove',
  products: [
    {
      slug: 'wick-one-gas-stove',
      name: 'Wick One Gas Stove',
      brand: 'Emberjack',
      text: 'Lights in a crosswind at the first spark and simmers low enough for porridge, which most mountain stoves consider beneath them.',
      attributes: { material: ['Titanium', 'Brass'], power: 2600, height: 9, warranty: 10 },
      variants: [
        ['WCK-STV-STD', { set: 'Stove' }, 88, 160, [7900, 7300, 55900], [34, 40]],
        ['WCK-STV-POT', { set: 'Stove and 0.8 l pot' }, 240, 380, [11900, 10900, 83900], [22, 25]],
      ],
    },
    {
      slug: 'twig-stove',
      name: 'Twig Stove',
      brand: 'Emberjack',
      text: 'Five plates that slot together and burn what is lying about. Boils a litre on a hatful of cones, smoke included.',
      attributes: { material: ['Stainless steel'], pieces: 5, height: 18, assembly_needed: true, warranty: 10 },
      variants: [
        ['TWG-STV-STE', { colour: 'Steel' }, 420, 520, [4900, 4500, 34500], [29, 33]],
        ['TWG-STV-BLK', { colour: 'Black' }, 420, 520, [5400, 4900, 37900], [18, 12]],
      ],
    },
    {
      slug: 'long-table-burner',
      name: 'Long Table Burner',
      brand: 'Emberjack',
      text: 'Two burners in a case that opens like an accordion, wind-shields and all. Cooks for ten people and one hopeful dog.',
      attributes: { material: ['Steel', 'Aluminium'], width: 58, power: 5200, warranty: 5, suits: ['Gas'] },
      variants: [
        ['LTB-BRN-FST', { colour: 'Forest' }, 4900, 5900, [15900, 14900, 111900], [12, 15]],
        ['LTB-BRN-RED', { colour: 'Red' }, 4900, 5900, [15900, 14900, 111900], [9, 8]],
        ['LTB-BRN-CRM', { colour: 'Cream' }, 4900, 5900, [15900, 14900, 111900], [0, 0]],
      ],
    },
    {
      slug: 'bothy-pot-set',
      name: 'Bothy Pot Set',
      brand: 'Emberjack',
      glyph: 'pot',
      text: 'Two pots, a pan that is also the lid, and a handle that fits all three and fits in none of them by accident.',
      attributes: { material: ['Hard-anodised aluminium'], colour: ['Graphite'], suits: ['Gas', 'Campfire'] },
      variants: [
        ['BTY-POT-2', { size: 'For two' }, 480, 620, [6900, 6400, 48500], [26, 28]],
        ['BTY-POT-4', { size: 'For four' }, 820, 1020, [8900, 8200, 62500], [19, 21]],
      ],
    },
    {
      slug: 'dawn-chorus-mug',
      name: 'Dawn Chorus Mug',
      brand: 'Pannikin Post',
      glyph: 'mug',
      text: 'Enamel with a steel rim, big enough to warm both hands before there is light to see it by. A bird on each, by colour.',
      attributes: { material: ['Enamelled steel'], capacity: 0.35, dishwasher_safe: true },
      variants: [
        ['DWN-MUG-BLU', { colour: 'Blue' }, 150, 230, [1400, 1290, 9500], [110, 120]],
        ['DWN-MUG-RED', { colour: 'Red' }, 150, 230, [1400, 1290, 9500], [95, 101]],
        ['DWN-MUG-YEL', { colour: 'Yellow' }, 150, 230, [1400, 1290, 9500], [60, 0]],
      ],
    },
    {
      slug: 'truce-sporks',
      name: 'Truce Sporks',
      brand: 'Emberjack',
      glyph: 'hook',
      text: 'Fork, spoon and a modest edge, long enough to reach the bottom of the bag. Two, so nobody waits.',
      attributes: { material: ['Titanium'], length: 22, pieces: 2, dishwasher_safe: true },
      variants: [
        ['TRC-SPK-SIL', { colour: 'Silver' }, 38, 60, [1900, 1750, 13200], [85, 90]],
        ['TRC-SPK-INK', { colour: 'Ink' }, 38, 60, [2200, 1990, 14900], [44, 38]],
      ],
    },
    {
      slug: 'coalface-camp-oven',
      name: 'Coalface Camp Oven',
      brand: 'Ferrowick',
      glyph: 'pot',
      text: 'Three legs over the embers and a lid with a lip to hold more on top. Bread, stew, cobbler, in that order, until Sunday.',
      attributes: { material: ['Cast iron'], colour: ['Black'], oven_safe: true, suits: ['Campfire'] },
      variants: [
        ['COA-OVN-4', { size: '4 l' }, 5600, 6300, [8900, 8200, 62500], [15, 19]],
        ['COA-OVN-8', { size: '8 l' }, 9200, 10200, [12900, 11900, 89900], [8, 10]],
      ],
    },
    {
      slug: 'ring-of-friends-fire-bowl',
      name: 'Ring of Friends Fire Bowl',
      brand: 'Emberjack',
      text: 'A shallow dish of raw steel that rusts to the colour of the fire it holds. Two people carry it; eight sit round.',
      attributes: { material: ['Steel'], colour: ['Rust'], height: 32, assembly_needed: true },
      variants: [
        ['RNG-FIR-60', { size: '60 cm' }, 9800, 11200, [15900, 14900, 111900], [7, 8]],
        ['RNG-FIR-80', { size: '80 cm' }, 16500, 18500, [21900, 19900, 154900], [4, 5]],
      ],
    },
    {
      slug: 'whistle-stop-percolator',
      name: 'Whistle Stop Percolator',
      brand: 'Pannikin Post',
      glyph: 'teapot',
      text: 'A glass knob on top that shows when it is strong and rattles when it is too late. Smells like the best morning of the trip.',
      attributes: { material: ['Enamelled steel', 'Glass'], suits: ['Gas', 'Campfire'], dishwasher_safe: false },
      variants: [
        ['WHS-PRC-BLU-4', { colour: 'Blue', size: '4 cups' }, 620, 820, [3900, 3600, 27500], [32, 35]],
        ['WHS-PRC-BLU-9', { colour: 'Blue', size: '9 cups' }, 980, 1260, [4900, 4500, 34500], [20, 18]],
        ['WHS-PRC-GRN-9', { colour: 'Green', size: '9 cups' }, 980, 1260, [4900, 4500, 34500], [16, 0]],
      ],
    },
    {
      slug: 'second-nature-fire-steel',
      name: 'Second Nature Fire Steel',
      brand: 'Emberjack',
      glyph: 'knife',
      text: 'Twelve thousand sparks on a loop of cord, wet or dry. The handle is antler, dropped in spring and found by walkers.',
      attributes: { material: ['Ferrocerium', 'Antler'], length: 9, waterproof: true },
      variants: [
        ['SCN-FLN-NAT', { colour: 'Natural' }, 42, 68, [2400, 2200, 16500], [55, 62]],
        ['SCN-FLN-ORG', { colour: 'Orange' }, 46, 72, [2200, 1990, 14900], [47, 51]],
      ],
    },
  ],
}
