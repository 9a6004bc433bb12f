import type { CategorySeed } from '../catalogueEntry.ts'

/** Tea, from leaf to cup. */
export const teapots: CategorySeed = {
  slug: 'teapots-and-infusers',
  name: 'Teapots & infusers',
  description: 'Pots that do not drip, strainers that do their one job, and tins that keep the damp out.',
  glyph: 'teapot',
  products: [
    {
      slug: 'moorhen-teapot',
      name: 'Moorhen Teapot',
      brand: 'Leafmere',
      text: 'The spout was redrawn nineteen times until the last drop stayed inside. Round as its namesake and about as hard to tip over.',
      attributes: { material: ['Stoneware'], dishwasher_safe: true, made_in: 'Portugal' },
      variants: [
        ['MRH-POT-MOS-06', { colour: 'Moss', size: '0.6 l' }, 690, 980, [4800, 4500, 34500], [22, 18]],
        ['MRH-POT-MOS-11', { colour: 'Moss', size: '1.1 l' }, 980, 1350, [6200, 5800, 44900], [14, 9]],
        ['MRH-POT-CRM-06', { colour: 'Cream', size: '0.6 l' }, 690, 980, [4800, 4500, 34500], [17, 20]],
        ['MRH-POT-CRM-11', { colour: 'Cream', size: '1.1 l' }, 980, 1350, [6200, 5800, 44900], [0, 6]],
      ],
    },
    {
      slug: 'kettledrum-iron-teapot',
      name: 'Kettledrum Iron Teapot',
      brand: 'Ferrowick',
      text: 'Cast in one pour and enamelled inside, so the iron keeps the heat and the tea keeps its taste. It will outlast the table.',
      attributes: { material: ['Cast iron', 'Enamel'], capacity: 0.8, dishwasher_safe: false, warranty: 25 },
      variants: [
        ['KTD-POT-BLK', { colour: 'Black' }, 1620, 1980, [8900, 8300, 63900], [11, 13]],
        ['KTD-POT-RST', { colour: 'Rust' }, 1620, 1980, [8900, 8300, 63900], [7, 5]],
      ],
    },
    {
      slug: 'clearwater-glass-teapot',
      name: 'Clearwater Glass Teapot',
      brand: 'Veyrane',
      text: 'Watch the leaves open as slowly as they like. The infuser lifts out with two fingers and parks in the lid.',
      attributes: { material: ['Borosilicate glass'], colour: ['Clear'], dishwasher_safe: true, made_in: 'Czechia' },
      variants: [
        ['CLW-POT-05', { size: '0.5 l' }, 360, 640, [4200, 3900, 29900], [25, 21]],
        ['CLW-POT-10', { size: '1 l' }, 540, 890, [5400, 4900, 38900], [16, 15]],
      ],
    },
    {
      slug: 'hush-cup-infuser',
      name: 'Hush Cup Infuser',
      brand: 'Leafmere',
      glyph: 'mug',
      text: 'A deep basket with holes finer than rooibos, and a lid that turns into the saucer it drips on.',
      attributes: { material: ['Stainless steel'], height: 8, diameter: 6.5, dishwasher_safe: true },
      variants: [
        ['HSH-INF-STE', { colour: 'Steel' }, 85, 130, [1800, 1700, 12900], [90, 75]],
        ['HSH-INF-BRS', { colour: 'Brass' }, 85, 130, [2200, 2000, 15900], [34, 28]],
        ['HSH-INF-BLK', { colour: 'Black' }, 85, 130, [2200, 2000, 15900], [0, 0]],
      ],
    },
    {
      slug: 'pantry-tea-tin',
      name: 'Pantry Tea Tin',
      brand: 'Pannikin Post',
      glyph: 'canister',
      text: 'Two lids, one inside the other, and a gentle sigh of air when you close them. Holds a quarter pound of leaves and no light whatsoever.',
      attributes: { material: ['Enamelled steel'], capacity: 0.7, height: 13, refillable: true },
      variants: [
        ['PNT-TIN-SKY', { colour: 'Sky' }, 210, 300, [1900, 1800, 13900], [60, 52]],
        ['PNT-TIN-MUS', { colour: 'Mustard' }, 210, 300, [1900, 1800, 13900], [48, 41]],
        ['PNT-TIN-OXB', { colour: 'Oxblood' }, 210, 300, [1900, 1800, 13900], [37, 44]],
      ],
    },
    {
      slug: 'two-sisters-tea-set',
      name: 'Two Sisters Tea Set',
      brand: 'Ottilie Brandt',
      text: 'One pot and two cups from the same lump of clay, thrown on the same morning. No pair of sisters looks quite alike.',
      attributes: { material: ['Porcelain'], pieces: 3, capacity: 0.7, made_in: 'Germany' },
      variants: [
        ['TWS-SET-CHA', { colour: 'Chalk' }, 1050, 1600, [11800, 10900, 84900], [6, 4]],
        ['TWS-SET-CEL', { colour: 'Celadon' }, 1050, 1600, [11800, 10900, 84900], [3, 0]],
      ],
    },
    {
      slug: 'whisper-matcha-bowl',
      name: 'Whisper Matcha Bowl',
      brand: 'Ottilie Brandt',
      glyph: 'bowl',
      text: 'Wide enough to whisk in, warm enough to hold with both hands. The glaze runs differently on every one and stops just above the foot.',
      attributes: { material: ['Stoneware'], diameter: 12, height: 7.5, dishwasher_safe: false },
      variants: [
        ['WSP-BWL-ASH', { colour: 'Ash' }, 340, 480, [3800, 3500, 27500], [20, 16]],
        ['WSP-BWL-PIN', { colour: 'Pine' }, 340, 480, [3800, 3500, 27500], [13, 11]],
      ],
    },
    {
      slug: 'fircone-bamboo-whisk',
      name: 'Fircone Bamboo Whisk',
      brand: 'Leafmere',
      glyph: 'organiser',
      text: 'Eighty tines, split by hand from one piece of bamboo, and a clay rest that lets them dry in shape. Froth in twenty seconds, give or take a sleepy wrist.',
      attributes: { material: ['Bamboo', 'Stoneware'], colour: ['Natural'], length: 11, pieces: 2 },
      variants: [
        ['FRC-WSK-080', { set: 'Whisk' }, 22, 70, [1600, 1500, 11500], [70, 64]],
        ['FRC-WSK-SET', { set: 'Whisk and rest' }, 160, 260, [2900, 2700, 20900], [32, 27]],
      ],
    },
    {
      slug: 'sunday-samovar',
      name: 'Sunday Samovar',
      brand: 'Aster & Ohm',
      glyph: 'canister',
      text: 'Keeps three litres just below the boil for a whole family argument. The tap is solid brass and closes with a quarter turn.',
      attributes: { material: ['Copper', 'Brass'], capacity: 3, power: 1500, height: 44, warranty: 5 },
      status: 'DRAFT',
      variants: [
        ['SUN-SAM-CPR', { colour: 'Copper' }, 4200, 5900, [34900, 31900, 249900], [4, 2]],
        ['SUN-SAM-SIL', { colour: 'Silver' }, 4200, 5900, [32900, 29900, 235900], [3, 3]],
      ],
    },
    {
      slug: 'bollard-stacking-cups',
      name: 'Bollard Stacking Cups',
      brand: 'Clayborne Row',
      glyph: 'mug',
      text: 'Four cups that climb into one another like harbour bollards at low tide. Thick at the rim, in the manner of railway cafés.',
      attributes: { material: ['Stoneware'], capacity: 0.22, pieces: 4, dishwasher_safe: true },
      variants: [
        ['BLD-CUP-MIX', { colour: 'Terracotta' }, 920, 1280, [4400, 3900, 31900], [26, 30]],
        ['BLD-CUP-STO', { colour: 'Storm' }, 920, 1280, [4400, 3900, 31900], [18, 12]],
        ['BLD-CUP-CHA', { colour: 'Chalk' }, 920, 1280, [4400, 3900, 31900], [21, 0]],
      ],
    },
  ],
}
