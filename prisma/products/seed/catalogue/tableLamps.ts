import type { CategorySeed } from '../catalogueEntry.ts'

/** Light that stands. */
export const tableLamps: CategorySeed = {
  slug: 'table-lamps',
  name: 'Table lamps',
  description: 'Pools of light for reading, for talking, and for finding the other slipper.',
  glyph: 'tableLamp',
  products: [
    {
      slug: 'curlew-reading-lamp',
      name: 'Curlew Reading Lamp',
      brand: 'Aster & Ohm',
      text: 'A long bill of aluminium that bends exactly to the page and no further. The switch clicks like a good pen.',
      attributes: { material: ['Aluminium', 'Steel'], height: 46, luminous_flux: 520, colour_temperature: 2700, power: 7, warranty: 5 },
      variants: [
        ['CRL-LMP-BLK', { colour: 'Black' }, 1450, 2200, [11900, 10900, 84900], [18, 16]],
        ['CRL-LMP-MUS', { colour: 'Mustard' }, 1450, 2200, [11900, 10900, 84900], [9, 12]],
        ['CRL-LMP-FOG', { colour: 'Fog' }, 1450, 2200, [11900, 10900, 84900], [14, 0]],
      ],
    },
    {
      slug: 'papermoon-lamp',
      name: 'Papermoon Lamp',
      brand: 'Lanternfold',
      text: 'Mulberry paper over nine ribs of ash, glued with rice paste and steady hands. It folds flat for moving house and forgives small tears.',
      attributes: { material: ['Paper', 'Ash'], colour: ['White'], luminous_flux: 400, colour_temperature: 2700, assembly_needed: true },
      variants: [
        ['PPM-LMP-30', { size: '30 cm' }, 620, 1100, [7900, 7400, 56900], [24, 20]],
        ['PPM-LMP-45', { size: '45 cm' }, 890, 1600, [10900, 9900, 77900], [13, 11]],
      ],
    },
    {
      slug: 'harbourmaster-lamp',
      name: 'Harbourmaster Lamp',
      brand: 'Aster & Ohm',
      text: 'Solid brass, a ribbed glass, and a dimmer that turns from signal fire to ember. Unlacquered, so it darkens where you touch it most.',
      attributes: { material: ['Brass', 'Glass'], colour: ['Brass'], height: 31, luminous_flux: 450, colour_temperature: 2200, power: 6 },
      variants: [
        ['HMR-LMP-PLN', { finish: 'Polished' }, 2100, 2900, [18900, 17500, 134900], [7, 8]],
        ['HMR-LMP-AGD', { finish: 'Aged' }, 2100, 2900, [19900, 18500, 142900], [5, 3]],
      ],
    },
    {
      slug: 'understorey-lamp',
      name: 'Understorey Lamp',
      brand: 'Veyrane',
      text: 'A cap and a stalk in one breath of opal glass, lit from inside like fungi in a story. It makes a corridor feel inhabited.',
      attributes: { material: ['Opal glass'], height: 27, diameter: 24, luminous_flux: 350, colour_temperature: 2700, made_in: 'Czechia' },
      variants: [
        ['UND-LMP-CHA', { colour: 'Chalk' }, 1900, 3100, [14900, 13900, 106900], [10, 7]],
        ['UND-LMP-BLU', { colour: 'Blush' }, 1900, 3100, [15900, 14900, 113900], [6, 8]],
        ['UND-LMP-AMB', { colour: 'Amber' }, 1900, 3100, [15900, 14900, 113900], [0, 0]],
      ],
    },
    {
      slug: 'firefly-portable-lamp',
      name: 'Firefly Portable Lamp',
      brand: 'Aster & Ohm',
      text: 'Charges in an afternoon and lasts through nine dinners. Take it to the garden table, the tent or the fuse box.',
      attributes: { material: ['Aluminium', 'Silicone'], height: 26, luminous_flux: 180, colour_temperature: 2700, waterproof: true, warranty: 3 },
      variants: [
        ['FRF-PRT-ORG', { colour: 'Orange' }, 540, 820, [6900, 6400, 49900], [35, 40]],
        ['FRF-PRT-PIN', { colour: 'Pine' }, 540, 820, [6900, 6400, 49900], [28, 26]],
        ['FRF-PRT-CHA', { colour: 'Chalk' }, 540, 820, [6900, 6400, 49900], [31, 22]],
      ],
    },
    {
      slug: 'cobbler-desk-lamp',
      name: 'Cobbler Desk Lamp',
      brand: 'Aster & Ohm',
      text: 'Two arms, three springs and a clamp that holds tables up to six centimetres thick. Drawn after the lamps over repair benches, where seeing matters.',
      attributes: { material: ['Steel'], length: 88, luminous_flux: 800, colour_temperature: 4000, power: 10, warranty: 5, assembly_needed: true },
      variants: [
        ['CBB-LMP-GRA', { colour: 'Graphite' }, 1900, 2800, [13900, 12900, 98900], [16, 13]],
        ['CBB-LMP-RED', { colour: 'Red' }, 1900, 2800, [13900, 12900, 98900], [8, 10]],
      ],
    },
    {
      slug: 'cairn-lamp',
      name: 'Cairn Lamp',
      brand: 'Clayborne Row',
      text: 'Three stones that are not stones, stacked, and a linen shade on top. Each potter in the Row makes one of the three, so no two lamps agree.',
      attributes: { material: ['Stoneware', 'Linen'], height: 48, diameter: 32, luminous_flux: 600, colour_temperature: 2700 },
      variants: [
        ['CRN-LMP-CLA', { colour: 'Clay' }, 2900, 4200, [12900, 11900, 92900], [9, 6]],
        ['CRN-LMP-SLA', { colour: 'Slate' }, 2900, 4200, [12900, 11900, 92900], [7, 9]],
      ],
    },
    {
      slug: 'chapter-clip-lamp',
      name: 'Chapter Clip Lamp',
      brand: 'Aster & Ohm',
      text: 'One more chapter without waking anyone. It clips to headboards, shelves and, at a pinch, the book.',
      attributes: { material: ['Steel', 'Silicone'], luminous_flux: 120, colour_temperature: 2700, power: 3 },
      variants: [
        ['CHP-CLP-CRM', { colour: 'Cream' }, 310, 460, [3900, 3600, 27900], [44, 50]],
        ['CHP-CLP-TEA', { colour: 'Teal' }, 310, 460, [3900, 3600, 27900], [36, 32]],
      ],
    },
    {
      slug: 'wader-tripod-lamp',
      name: 'Wader Tripod Lamp',
      brand: 'Lanternfold',
      text: 'Three thin legs of steamed ash and a drum of pleated paper. It stands in a corner the way a heron stands in a pond.',
      attributes: { material: ['Ash', 'Paper', 'Brass'], colour: ['Ash'], height: 62, luminous_flux: 700, assembly_needed: true },
      variants: [
        ['WDR-TRI-NAT', { finish: 'Oiled' }, 1800, 3200, [16900, 15500, 119900], [8, 5]],
        ['WDR-TRI-SMK', { finish: 'Smoked' }, 1800, 3200, [17900, 16500, 127900], [4, 6]],
      ],
    },
    {
      slug: 'solstice-sunrise-lamp',
      name: 'Solstice Sunrise Lamp',
      brand: 'Aster & Ohm',
      text: 'Half an hour of dawn, at whatever hour you call dawn. Under the paper are ninety small lights that never quite repeat a morning.',
      attributes: { material: ['Paper', 'Beech'], colour: ['Beech'], diameter: 24, luminous_flux: 480, power: 12, warranty: 3 },
      status: 'DRAFT',
      variants: [
        ['SLS-SUN-STD', { set: 'Lamp' }, 980, 1500, [12900, 11900, 92900], [20, 0]],
        ['SLS-SUN-CLK', { set: 'Lamp and clock' }, 1160, 1750, [15900, 14500, 112900], [12, 0]],
      ],
    },
  ],
}
