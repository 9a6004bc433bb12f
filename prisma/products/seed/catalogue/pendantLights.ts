import type { CategorySeed } from '../catalogueEntry.ts'

/** Light that hangs. */
export const pendantLights: CategorySeed = {
  slug: 'pendant-lights',
  name: 'Pendant lights',
  description: 'What hangs over the table decides how long people sit at it.',
  glyph: 'pendant',
  products: [
    {
      slug: 'bellfounder-pendant',
      name: 'Bellfounder Pendant',
      brand: 'Ferrowick',
      text: 'Spun on the same lathe as the saucepans and left bare inside, so the light comes down the colour of honey. Tap it; it remembers being metal.',
      attributes: { material: ['Copper'], power: 8, luminous_flux: 700, colour_temperature: 2700, assembly_needed: true },
      variants: [
        ['BLF-PEN-CPR-28', { colour: 'Copper', size: '28 cm' }, 1300, 2100, [16900, 15500, 119900], [10, 8]],
        ['BLF-PEN-CPR-40', { colour: 'Copper', size: '40 cm' }, 2200, 3400, [23900, 21900, 169900], [5, 4]],
        ['BLF-PEN-BLK-28', { colour: 'Black', size: '28 cm' }, 1300, 2100, [14900, 13900, 106900], [12, 0]],
      ],
    },
    {
      slug: 'cumulus-pendant',
      name: 'Cumulus Pendant',
      brand: 'Lanternfold',
      text: 'Forty-two folds by hand and the room has weather. Weighs less than the bulb in it.',
      attributes: { material: ['Paper'], colour: ['White'], luminous_flux: 800, colour_temperature: 2700 },
      variants: [
        ['CML-PEN-40', { size: '40 cm' }, 240, 620, [6900, 6400, 48900], [33, 28]],
        ['CML-PEN-60', { size: '60 cm' }, 390, 900, [9900, 8900, 69900], [21, 19]],
        ['CML-PEN-80', { size: '80 cm' }, 580, 1300, [13900, 12500, 97900], [9, 7]],
      ],
    },
    {
      slug: 'windfall-glass-pendant',
      name: 'Windfall Glass Pendant',
      brand: 'Veyrane',
      text: 'The shape of a pear that has just let go. Hang three at different heights and you have an orchard, or at least a conversation.',
      attributes: { material: ['Glass', 'Brass'], height: 29, diameter: 18, luminous_flux: 450, made_in: 'Czechia' },
      variants: [
        ['WNF-PEN-SMK', { colour: 'Smoke' }, 1100, 2000, [13900, 12900, 98900], [14, 11]],
        ['WNF-PEN-GRN', { colour: 'Green' }, 1100, 2000, [13900, 12900, 98900], [8, 10]],
        ['WNF-PEN-AMB', { colour: 'Amber' }, 1100, 2000, [13900, 12900, 98900], [11, 6]],
      ],
    },
    {
      slug: 'creel-woven-pendant',
      name: 'Creel Woven Pendant',
      brand: 'Saltreed',
      text: 'Woven over an old fishing-basket form, open enough to throw a net of shadows on the ceiling. Willow from the same three ditches every year.',
      attributes: { material: ['Willow'], assembly_needed: false },
      variants: [
        ['CRE-PEN-NAT', { colour: 'Natural' }, 720, 1700, [9900, 9200, 70900], [15, 17]],
        ['CRE-PEN-BLK', { colour: 'Black' }, 720, 1700, [10900, 9900, 77900], [7, 5]],
      ],
    },
    {
      slug: 'plumb-line-spot',
      name: 'Plumb Line Spot',
      brand: 'Aster & Ohm',
      text: 'A cylinder no wider than a coin, on a cord that hangs as straight as its name. For kitchen counters and the one plant you are proud of.',
      attributes: { material: ['Aluminium'], height: 22, diameter: 4, luminous_flux: 420, colour_temperature: 3000, power: 5, warranty: 5 },
      variants: [
        ['PLM-SPT-BLK', { colour: 'Black' }, 380, 620, [8900, 8200, 63900], [26, 24]],
        ['PLM-SPT-BRS', { colour: 'Brass' }, 420, 660, [10900, 9900, 77900], [18, 12]],
        ['PLM-SPT-WHT', { colour: 'White' }, 380, 620, [8900, 8200, 63900], [22, 29]],
      ],
    },
    {
      slug: 'schoolhouse-pendant',
      name: 'Schoolhouse Pendant',
      brand: 'Aster & Ohm',
      text: 'Opal globe, enamel gallery, the calm of an empty classroom in July. Bright enough to mark homework by.',
      attributes: { material: ['Opal glass', 'Enamelled steel'], diameter: 25, luminous_flux: 1050, colour_temperature: 3000, power: 12 },
      variants: [
        ['SCL-PEN-FST', { colour: 'Forest' }, 1700, 2700, [12900, 11900, 92900], [13, 9]],
        ['SCL-PEN-CRM', { colour: 'Cream' }, 1700, 2700, [12900, 11900, 92900], [10, 14]],
      ],
    },
    {
      slug: 'kiln-row-pendant',
      name: 'Kiln Row Pendant',
      brand: 'Clayborne Row',
      text: 'A thrown bowl that was persuaded to live upside down. Unglazed outside, white inside, and pleasantly heavy on its chain.',
      attributes: { material: ['Stoneware'], diameter: 24, height: 17, luminous_flux: 500 },
      variants: [
        ['KLN-PEN-TER', { colour: 'Terracotta' }, 1900, 2900, [11900, 10900, 84900], [9, 8]],
        ['KLN-PEN-CHC', { colour: 'Charcoal' }, 1900, 2900, [11900, 10900, 84900], [0, 0]],
      ],
    },
    {
      slug: 'regatta-linear-light',
      name: 'Regatta Linear Light',
      brand: 'Lanternfold',
      text: 'One ash beam, a metre and a half long, with light above and below it. Made for the table where homework, dinner and taxes take turns.',
      attributes: {
        material: ['Ash', 'Aluminium'],
        colour: ['Ash'],
        luminous_flux: 2400,
        colour_temperature: 3000,
        power: 28,
        assembly_needed: true,
        warranty: 5,
      },
      variants: [
        ['RGT-LIN-120', { size: '120 cm' }, 2600, 4100, [28900, 26900, 206900], [5, 6]],
        ['RGT-LIN-150', { size: '150 cm' }, 3200, 5000, [33900, 31500, 242900], [4, 2]],
      ],
    },
    {
      slug: 'good-cord-set',
      name: 'Good Cord Set',
      brand: 'Aster & Ohm',
      text: 'Three metres of linen-covered cable, a porcelain socket and a ceiling rose that hides the mess. Cut it to length; it will not unravel.',
      attributes: { material: ['Linen', 'Porcelain'], length: 300, power: 60, assembly_needed: true },
      variants: [
        ['GCD-SET-RED', { colour: 'Red' }, 260, 380, [2900, 2700, 20900], [58, 61]],
        ['GCD-SET-CHC', { colour: 'Charcoal' }, 260, 380, [2900, 2700, 20900], [66, 54]],
        ['GCD-SET-FLX', { colour: 'Flax' }, 260, 380, [2900, 2700, 20900], [47, 49]],
      ],
    },
    {
      slug: 'parade-lantern-string',
      name: 'Parade Lantern String',
      brand: 'Lanternfold',
      text: 'Ten paper lanterns on one cord, for balconies, birthdays and the first warm evening of May. Retired now that its yellow is out of print.',
      attributes: { material: ['Paper', 'Cotton'], length: 600, pieces: 10, colour_temperature: 2200, waterproof: false },
      status: 'ARCHIVED',
      variants: [
        ['PRD-STR-YEL', { colour: 'Yellow' }, 640, 980, [4900, 4500, 34900], [0, 0]],
        ['PRD-STR-WHT', { colour: 'White' }, 640, 980, [4900, 4500, 34900], [3, 1]],
      ],
    },
  ],
}
