import type { CategorySeed } from '../catalogueEntry.ts'

/** What one sleeps in outdoors. */
export const tents: CategorySeed = {
  slug: 'tents-and-shelters',
  name: 'Tents & shelters',
  description: 'Sewn for hill weather, and to be mended by the person who tore it.',
  glyph: 'tent',
  products: [
    {
      slug: 'col-mountain-tent',
      name: 'Col Mountain Tent',
      brand: 'Highcairn',
      text: 'Goes up outside-first, so the inside stays dry while you swear at the wind. Four poles, all the same length, because nobody counts in the dark.',
      attributes: { material: ['Recycled nylon', 'Aluminium'], waterproof: true, recycled: true, season: 'Winter', warranty: 10 },
      variants: [
        ['COL-TNT-OCH-2', { colour: 'Ochre', size: '2 persons' }, 2400, 2800, [64900, 59900, 459900], [8, 9]],
        ['COL-TNT-OCH-3', { colour: 'Ochre', size: '3 persons' }, 3100, 3600, [74900, 69900, 529900], [6, 5]],
        ['COL-TNT-PIN-2', { colour: 'Pine', size: '2 persons' }, 2400, 2800, [64900, 59900, 459900], [5, 0]],
      ],
    },
    {
      slug: 'lark-summer-tent',
      name: 'Lark Summer Tent',
      brand: 'Highcairn',
      text: 'Mostly mesh, so you sleep under the stars and the midges do not. The fly rolls back in the time it takes a cloud to clear.',
      attributes: { material: ['Recycled polyester', 'Aluminium'], waterproof: true, recycled: true, season: 'Summer', persons: 2 },
      variants: [
        ['LRK-TNT-SKY', { colour: 'Sky' }, 1500, 1850, [34900, 31900, 244900], [14, 16]],
        ['LRK-TNT-LIC', { colour: 'Lichen' }, 1500, 1850, [34900, 31900, 244900], [11, 12]],
      ],
    },
    {
      slug: 'homestead-family-tent',
      name: 'Homestead Family Tent',
      brand: 'Highcairn',
      text: 'Tall enough to stand and disagree in. Two bedrooms, one porch, and pegs in four colours so everyone can help.',
      attributes: { material: ['Polycotton', 'Steel'], persons: 6, height: 210, waterproof: true, season: 'Summer', warranty: 5 },
      variants: [
        ['HMS-TNT-SAN', { colour: 'Sand' }, 18500, 20500, [89900, 82900, 629900], [4, 6]],
        ['HMS-TNT-FST', { colour: 'Forest' }, 18500, 20500, [89900, 82900, 629900], [3, 4]],
      ],
    },
    {
      slug: 'fiddler-bell-tent',
      name: 'Fiddler Bell Tent',
      brand: 'Highcairn',
      text: 'Heavy cotton, one pole, a stove hole with a flap. At night, lit from inside, it looks like the story you meant to tell.',
      attributes: { material: ['Cotton canvas', 'Steel'], colour: ['Natural'], waterproof: true, season: 'All year' },
      variants: [
        ['FDL-BEL-4', { size: '4 m' }, 24000, 26500, [79900, 73900, 559900], [3, 4]],
        ['FDL-BEL-5', { size: '5 m' }, 31000, 34000, [99900, 92900, 699900], [0, 2]],
      ],
    },
    {
      slug: 'gale-tarp',
      name: 'Gale Tarp',
      brand: 'Highcairn',
      text: 'Nineteen tie-out points and an idea of your own. A roof, a wind-break, a hammock’s best friend.',
      attributes: { material: ['Recycled nylon'], waterproof: true, recycled: true, season: 'All year' },
      variants: [
        ['GLE-TRP-OLI-3', { colour: 'Olive', size: '3 × 3 m' }, 620, 740, [14900, 13900, 104900], [20, 24]],
        ['GLE-TRP-OLI-4', { colour: 'Olive', size: '4 × 3 m' }, 810, 940, [17900, 16500, 125900], [13, 15]],
        ['GLE-TRP-ORG-3', { colour: 'Orange', size: '3 × 3 m' }, 620, 740, [14900, 13900, 104900], [9, 11]],
      ],
    },
    {
      slug: 'burrow-bivvy-bag',
      name: 'Burrow Bivvy Bag',
      brand: 'Highcairn',
      text: 'A tent for one, minus the tent. Breathes through the top, floats through the bottom, and zips from either side when the fox comes.',
      attributes: { material: ['Nylon'], persons: 1, waterproof: true, length: 220, season: 'All year' },
      variants: [
        ['BRW-BIV-SLA', { colour: 'Slate' }, 480, 580, [17900, 16500, 125900], [12, 14]],
        ['BRW-BIV-RST', { colour: 'Rust' }, 480, 580, [17900, 16500, 125900], [8, 6]],
      ],
    },
    {
      slug: 'swaybridge-hammock',
      name: 'Swaybridge Hammock',
      brand: 'Drift & Dally',
      glyph: 'blanket',
      text: 'Packs to the size of a grapefruit and hangs between any two things that agree to stay put. The net is sewn on one side only, for second thoughts.',
      attributes: { material: ['Nylon'], persons: 1, length: 310, width: 150 },
      variants: [
        ['SWB-HMK-TEA', { colour: 'Teal' }, 590, 690, [9900, 9200, 69900], [28, 31]],
        ['SWB-HMK-PLM', { colour: 'Plum' }, 590, 690, [9900, 9200, 69900], [19, 22]],
        ['SWB-HMK-MUS', { colour: 'Mustard' }, 590, 690, [9900, 9200, 69900], [0, 0]],
      ],
    },
    {
      slug: 'hardground-peg-roll',
      name: 'Hardground Peg Roll',
      brand: 'Fennimore Forge',
      glyph: 'hook',
      text: 'Forged with a twist that bites in gravel and lets go when you turn it back. Sixteen pegs, a mallet loop and a stern look.',
      attributes: { material: ['Steel', 'Canvas'], pieces: 17 },
      variants: [
        ['HRD-PEG-18', { size: '18 cm' }, 690, 780, [3900, 3600, 27500], [45, 52]],
        ['HRD-PEG-25', { size: '25 cm' }, 1150, 1280, [4900, 4500, 34500], [33, 30]],
      ],
    },
    {
      slug: 'hoodoo-sleeping-bag',
      name: 'Hoodoo Sleeping Bag',
      brand: 'Highcairn',
      glyph: 'blanket',
      text: 'Down that fell off geese of its own accord, in a bag with room for knees. A mitten’s worth of extra warmth sits over the feet.',
      attributes: { material: ['Recycled nylon', 'Down'], season: 'Winter', recycled: true },
      variants: [
        ['HDO-BAG-INK-R', { colour: 'Ink', size: 'Regular' }, 980, 1250, [32900, 29900, 229900], [10, 9]],
        ['HDO-BAG-INK-L', { colour: 'Ink', size: 'Long' }, 1080, 1360, [34900, 31900, 244900], [7, 8]],
        ['HDO-BAG-RST-R', { colour: 'Rust', size: 'Regular' }, 980, 1250, [32900, 29900, 229900], [6, 0]],
      ],
    },
    {
      slug: 'scout-pup-tent',
      name: 'Scout Pup Tent',
      brand: 'Highcairn',
      text: 'The A-frame that started it all: two poles, one ridge, knees in your face. Out of production, still out on the hill.',
      attributes: { material: ['Cotton canvas', 'Ash'], persons: 2, season: 'Summer', waterproof: true },
      status: 'ARCHIVED',
      variants: [
        ['SCT-PUP-OLI', { colour: 'Olive' }, 4600, 5200, [24900, 22900, 174900], [0, 0]],
        ['SCT-PUP-NAT', { colour: 'Natural' }, 4600, 5200, [24900, 22900, 174900], [1, 0]],
      ],
    },
  ],
}
