import type { CategorySeed } from '../catalogueEntry.ts'

/** What drinks are poured into. */
export const glassware: CategorySeed = {
  slug: 'glassware',
  name: 'Glassware',
  description: 'Tumblers, stems and carafes, blown by people with excellent lungs.',
  glyph: 'glass',
  products: [
    {
      slug: 'rainwater-tumbler',
      name: 'Rainwater Tumbler',
      brand: 'Veyrane',
      text: 'Each one has between three and nine bubbles; the glassblowers keep count, and a tally they refuse to explain. Heavy in the base, thin at the lip.',
      attributes: { material: ['Glass'], capacity: 0.3, height: 9.5, dishwasher_safe: true, made_in: 'Czechia' },
      variants: [
        ['RNW-TMB-CLR', { colour: 'Clear' }, 240, 360, [1800, 1650, 12900], [110, 96]],
        ['RNW-TMB-SMK', { colour: 'Smoke' }, 240, 360, [1900, 1750, 13900], [74, 68]],
        ['RNW-TMB-AMB', { colour: 'Amber' }, 240, 360, [1900, 1750, 13900], [51, 0]],
      ],
    },
    {
      slug: 'long-evening-wine-glass',
      name: 'Long Evening Wine Glass',
      brand: 'Veyrane',
      text: 'A bowl for any wine and a stem short enough for a crowded table. It has survived our dishwasher six hundred times, so far.',
      attributes: { material: ['Crystal glass'], colour: ['Clear'], capacity: 0.45, height: 20, dishwasher_safe: true },
      variants: [
        ['LNE-WIN-02', { set: 'Pair' }, 320, 620, [3900, 3600, 27900], [40, 36]],
        ['LNE-WIN-06', { set: 'Six' }, 960, 1700, [9900, 9200, 70900], [22, 18]],
      ],
    },
    {
      slug: 'brook-carafe',
      name: 'Brook Carafe',
      brand: 'Veyrane',
      text: 'Pours in a rope and stops without a drip. The stopper is a glass pebble, which also makes a fine noise when dinner is late.',
      attributes: { material: ['Glass'], capacity: 1.2, height: 26, dishwasher_safe: true },
      variants: [
        ['BRK-CRF-CLR', { colour: 'Clear' }, 780, 1200, [5400, 4900, 38900], [20, 24]],
        ['BRK-CRF-SEA', { colour: 'Sea' }, 780, 1200, [5900, 5400, 41900], [13, 10]],
      ],
    },
    {
      slug: 'toast-coupe',
      name: 'Toast Coupe',
      brand: 'Veyrane',
      text: 'Shallow and slightly theatrical, for sparkling things and for sorbet. Nobody has ever been sad while holding one; we checked.',
      attributes: { material: ['Crystal glass'], capacity: 0.2, height: 14, pieces: 2, dishwasher_safe: false },
      variants: [
        ['TST-CPE-CLR', { colour: 'Clear' }, 290, 580, [4200, 3900, 29900], [26, 21]],
        ['TST-CPE-ROS', { colour: 'Rose' }, 290, 580, [4600, 4200, 32900], [17, 14]],
        ['TST-CPE-MIN', { colour: 'Mint' }, 290, 580, [4600, 4200, 32900], [0, 0]],
      ],
    },
    {
      slug: 'cellar-beer-glass',
      name: 'Cellar Beer Glass',
      brand: 'Veyrane',
      text: 'Straight sides, a thick foot, and a line at half a litre that settles disputes.',
      attributes: { material: ['Glass'], colour: ['Clear'], dishwasher_safe: true },
      variants: [
        ['CLL-BER-03', { size: '0.3 l' }, 310, 450, [1400, 1250, 9900], [84, 70]],
        ['CLL-BER-05', { size: '0.5 l' }, 430, 600, [1600, 1450, 11500], [77, 65]],
      ],
    },
    {
      slug: 'mitten-double-wall-cup',
      name: 'Mitten Double-wall Cup',
      brand: 'Morrow & Pell',
      glyph: 'mug',
      text: 'Hot coffee, cool fingers, and an espresso that seems to float. Two layers of glass with nothing but air to do the work.',
      attributes: { material: ['Borosilicate glass'], colour: ['Clear'], pieces: 2, dishwasher_safe: true },
      variants: [
        ['MTT-CUP-008', { size: '80 ml' }, 140, 280, [2200, 1990, 15900], [46, 52]],
        ['MTT-CUP-025', { size: '250 ml' }, 260, 440, [2800, 2600, 19900], [39, 33]],
      ],
    },
    {
      slug: 'market-preserving-jar',
      name: 'Market Preserving Jar',
      brand: 'Veyrane',
      glyph: 'canister',
      text: 'Wire clip, orange ring, forty years of jam ahead of it. The mouth is wide enough for a whole hand and a spoon.',
      attributes: { material: ['Glass', 'Steel'], colour: ['Clear'], refillable: true, dishwasher_safe: true },
      variants: [
        ['MKT-JAR-05', { size: '0.5 l' }, 380, 520, [690, 640, 4900], [180, 150]],
        ['MKT-JAR-10', { size: '1 l' }, 560, 730, [850, 790, 5900], [160, 170]],
        ['MKT-JAR-20', { size: '2 l' }, 890, 1120, [1150, 1050, 8200], [90, 75]],
      ],
    },
    {
      slug: 'verandah-jug',
      name: 'Verandah Jug',
      brand: 'Veyrane',
      text: 'Wide at the hips, with a lip pinched to hold back the ice. The handle was pulled while hot and bears the mark of the tongs.',
      attributes: { material: ['Glass'], height: 23, dishwasher_safe: true },
      variants: [
        ['VRN-JUG-CLR', { colour: 'Clear', size: '1.5 l' }, 940, 1480, [4900, 4500, 34900], [18, 15]],
        ['VRN-JUG-GRN', { colour: 'Green', size: '1.5 l' }, 940, 1480, [5200, 4800, 37500], [11, 12]],
      ],
    },
    {
      slug: 'nightstand-carafe-and-glass',
      name: 'Nightstand Carafe & Glass',
      brand: 'Veyrane',
      text: 'The glass is the lid; the lid is the glass. Within reach at three in the morning, and silent.',
      attributes: { material: ['Glass'], capacity: 0.7, height: 19, pieces: 2, dishwasher_safe: true },
      variants: [
        ['NGT-SET-CLR', { colour: 'Clear' }, 520, 860, [3400, 3100, 24500], [28, 30]],
        ['NGT-SET-LIL', { colour: 'Lilac' }, 520, 860, [3700, 3400, 26500], [16, 9]],
      ],
    },
    {
      slug: 'orchestra-mixing-glass',
      name: 'Orchestra Mixing Glass',
      brand: 'Veyrane',
      text: 'Cut with a lattice that catches the light and, more usefully, the hand. Still in rehearsal: the spout is being tuned.',
      attributes: { material: ['Crystal glass'], colour: ['Clear'], capacity: 0.55, height: 15 },
      status: 'DRAFT',
      variants: [
        ['ORX-MIX-GLS', { set: 'Glass' }, 680, 980, [4400, 4100, 31900], [10, 0]],
        ['ORX-MIX-SPN', { set: 'Glass and spoon' }, 740, 1080, [5900, 5500, 42900], [6, 0]],
      ],
    },
  ],
}
