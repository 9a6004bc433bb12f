import type { CategorySeed } from '../catalogueEntry.ts'

/** What sofas wear. */
export const throwsAndBlankets: CategorySeed = {
  slug: 'throws-and-blankets',
  name: 'Throws & blankets',
  description: 'Wool, cotton and a little cashmere, in weights from breeze to blizzard.',
  glyph: 'blanket',
  products: [
    {
      slug: 'shepherd-throw',
      name: 'Shepherd Throw',
      brand: 'Woolgather Mill',
      text: 'The label names the hillside, the flock and the week of shearing. Thick, springy, and faintly lanolin on a wet day.',
      attributes: { material: ['Wool'], width: 130, length: 190, machine_washable: false, season: 'Winter', made_in: 'Wales' },
      variants: [
        ['SHP-THR-OAT', { colour: 'Oat' }, 1250, 1500, [12900, 11900, 92900], [20, 17]],
        ['SHP-THR-MOS', { colour: 'Moss' }, 1250, 1500, [12900, 11900, 92900], [14, 15]],
        ['SHP-THR-RST', { colour: 'Rust' }, 1250, 1500, [12900, 11900, 92900], [9, 0]],
      ],
    },
    {
      slug: 'harbour-stripe-blanket',
      name: 'Harbour Stripe Blanket',
      brand: 'Woolgather Mill',
      text: 'Broad stripes in the order the boats come home. Big enough for two on a bench, or one and a large dog.',
      attributes: { material: ['Wool'], machine_washable: false, season: 'Winter', made_in: 'Wales' },
      variants: [
        ['HBS-BLK-NVY-S', { colour: 'Navy', size: '150 × 200 cm' }, 1600, 1950, [15900, 14900, 113900], [11, 12]],
        ['HBS-BLK-NVY-L', { colour: 'Navy', size: '220 × 240 cm' }, 2700, 3200, [23900, 21900, 169900], [6, 5]],
        ['HBS-BLK-COR-S', { colour: 'Coral', size: '150 × 200 cm' }, 1600, 1950, [15900, 14900, 113900], [7, 9]],
      ],
    },
    {
      slug: 'featherfall-throw',
      name: 'Featherfall Throw',
      brand: 'Woolgather Mill',
      text: 'A third cashmere, two thirds lambswool, all surrender. We keep one in the office and deny it.',
      attributes: { material: ['Lambswool', 'Cashmere'], width: 130, length: 180, machine_washable: false, season: 'All year' },
      variants: [
        ['FTF-THR-FOG', { colour: 'Fog' }, 620, 820, [24900, 22900, 176900], [8, 6]],
        ['FTF-THR-BLU', { colour: 'Blush' }, 620, 820, [24900, 22900, 176900], [5, 7]],
      ],
    },
    {
      slug: 'sunday-waffle-throw',
      name: 'Sunday Waffle Throw',
      brand: 'Linnet & Loom',
      text: 'Deep squares that trap just enough air for a summer evening. Shrinks a little in the first wash and then never again; we allowed for it.',
      attributes: { material: ['Organic cotton'], width: 140, length: 200, machine_washable: true, season: 'Summer' },
      variants: [
        ['SWF-THR-CHA', { colour: 'Chalk' }, 880, 1080, [6900, 6400, 48900], [36, 31]],
        ['SWF-THR-OCH', { colour: 'Ochre' }, 880, 1080, [6900, 6400, 48900], [28, 24]],
        ['SWF-THR-SLA', { colour: 'Slate' }, 880, 1080, [6900, 6400, 48900], [0, 19]],
      ],
    },
    {
      slug: 'anchor-weighted-blanket',
      name: 'Anchor Weighted Blanket',
      brand: 'Linnet & Loom',
      text: 'Knitted from one thick tube of cotton, so the weight is all yarn and no beads. It holds you down gently, like a tide going out.',
      attributes: { material: ['Organic cotton'], width: 130, length: 190, machine_washable: true, season: 'All year' },
      variants: [
        ['ANC-WGT-GRY-5', { colour: 'Grey', size: '5 kg' }, 5000, 5600, [16900, 15500, 119900], [9, 10]],
        ['ANC-WGT-GRY-8', { colour: 'Grey', size: '8 kg' }, 8000, 8700, [21900, 19900, 155900], [6, 4]],
        ['ANC-WGT-MID-5', { colour: 'Midnight', size: '5 kg' }, 5000, 5600, [16900, 15500, 119900], [7, 8]],
      ],
    },
    {
      slug: 'meadow-picnic-rug',
      name: 'Meadow Picnic Rug',
      brand: 'Woolgather Mill',
      text: 'Recycled wool above, waxed cotton below, a leather strap around the lot. The check was chosen to hide both mustard and grass.',
      attributes: { material: ['Recycled wool', 'Waxed cotton'], width: 150, length: 180, waterproof: true, recycled: true, machine_washable: false },
      variants: [
        ['MDW-RUG-FST', { colour: 'Forest' }, 1900, 2200, [8900, 8200, 63900], [22, 26]],
        ['MDW-RUG-RED', { colour: 'Red' }, 1900, 2200, [8900, 8200, 63900], [17, 0]],
      ],
    },
    {
      slug: 'cradle-blanket',
      name: 'Cradle Blanket',
      brand: 'Woolgather Mill',
      text: 'Merino so fine it is sold by weight at the mill gate. Bound in cotton for the years when edges are for chewing.',
      attributes: { material: ['Merino wool', 'Cotton'], width: 75, length: 100, machine_washable: true, season: 'All year' },
      variants: [
        ['CRD-BLK-IVO', { colour: 'Ivory' }, 240, 330, [5900, 5400, 41900], [32, 28]],
        ['CRD-BLK-SAG', { colour: 'Sage' }, 240, 330, [5900, 5400, 41900], [23, 21]],
        ['CRD-BLK-SKY', { colour: 'Sky' }, 240, 330, [5900, 5400, 41900], [19, 16]],
      ],
    },
    {
      slug: 'boathouse-linen-throw',
      name: 'Boathouse Linen Throw',
      brand: 'Linnet & Loom',
      text: 'Heavy washed linen with a fringe that has been knotted, not cut. Cool on the arms, good with salt air, better every summer.',
      attributes: { material: ['Linen'], width: 140, length: 220, machine_washable: true, season: 'Summer' },
      variants: [
        ['BTH-LIN-FLX', { colour: 'Flax' }, 760, 960, [9900, 9200, 70900], [16, 14]],
        ['BTH-LIN-IND', { colour: 'Indigo' }, 760, 960, [10900, 9900, 77900], [10, 12]],
      ],
    },
    {
      slug: 'leftover-quilt',
      name: 'Leftover Quilt',
      brand: 'Linnet & Loom',
      text: 'Pieced from the ends of last season’s sheets, so each one is a small history of other people’s beds. Stitched in lines a hand apart.',
      attributes: { material: ['Linen', 'Cotton'], width: 200, length: 220, machine_washable: true, recycled: true, season: 'All year' },
      variants: [
        ['LFT-QLT-BLU', { colour: 'Blue' }, 2100, 2500, [27900, 25900, 198900], [3, 4]],
        ['LFT-QLT-OCH', { colour: 'Ochre' }, 2100, 2500, [27900, 25900, 198900], [0, 0]],
      ],
    },
    {
      slug: 'watchman-blanket',
      name: 'Watchman Blanket',
      brand: 'Woolgather Mill',
      text: 'After the grey blankets of night porters: plain, dense, blanket-stitched at both ends. It has no opinions and goes with everything.',
      attributes: { material: ['Recycled wool'], width: 150, length: 210, recycled: true, machine_washable: false, season: 'Winter' },
      variants: [
        ['WTC-BLK-CHC', { colour: 'Charcoal' }, 1700, 2000, [7900, 7300, 55900], [40, 35]],
        ['WTC-BLK-NVY', { colour: 'Navy' }, 1700, 2000, [7900, 7300, 55900], [30, 33]],
      ],
    },
  ],
}
