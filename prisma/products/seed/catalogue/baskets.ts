import type { CategorySeed } from '../catalogueEntry.ts'

/** What things are put into. */
export const baskets: CategorySeed = {
  slug: 'baskets-and-boxes',
  name: 'Baskets & boxes',
  description: 'Places for things that have no place.',
  glyph: 'basket',
  products: [
    {
      slug: 'marsh-log-basket',
      name: 'Marsh Log Basket',
      brand: 'Saltreed',
      text: 'Willow as thick as a thumb, with a base woven twice over. Carries an evening’s firewood, or a year of magazines.',
      attributes: { material: ['Willow'], diameter: 48, height: 42, made_in: 'Ireland' },
      variants: [
        ['MSH-LOG-NAT', { colour: 'Natural' }, 2600, 4200, [8900, 8200, 63900], [12, 10]],
        ['MSH-LOG-CHC', { colour: 'Charcoal' }, 2600, 4200, [9400, 8700, 66900], [7, 9]],
      ],
    },
    {
      slug: 'belly-basket',
      name: 'Belly Basket',
      brand: 'Saltreed',
      text: 'Squash it down for a planter, pull it up for laundry, leave it slouching for cats. Cats decide in the end.',
      attributes: { material: ['Seagrass'], colour: ['Natural'] },
      variants: [
        ['BLY-BSK-S', { size: 'Small' }, 320, 520, [2400, 2200, 16900], [48, 52]],
        ['BLY-BSK-M', { size: 'Medium' }, 540, 820, [3400, 3100, 24500], [40, 44]],
        ['BLY-BSK-L', { size: 'Large' }, 880, 1300, [4900, 4500, 34900], [26, 0]],
      ],
    },
    {
      slug: 'market-day-basket',
      name: 'Market Day Basket',
      brand: 'Saltreed',
      text: 'Palm leaf with long leather handles that sit on the shoulder of a winter coat. Leeks are meant to stick out.',
      attributes: { material: ['Palm leaf', 'Leather'], width: 46, height: 30, made_in: 'Morocco' },
      variants: [
        ['MKD-BSK-NAT', { colour: 'Natural' }, 620, 900, [4400, 4100, 31900], [34, 37]],
        ['MKD-BSK-BLK', { colour: 'Black' }, 640, 920, [4900, 4500, 34900], [19, 16]],
      ],
    },
    {
      slug: 'attic-archive-box',
      name: 'Attic Archive Box',
      brand: 'Quillon & Daughters',
      glyph: 'parcel',
      text: 'Bookcloth over board with brass corners and a card in the front for lying about the contents. Acid-free, in case they matter.',
      attributes: { material: ['Board', 'Bookcloth', 'Brass'], recycled: true },
      variants: [
        ['ATC-BOX-GRN-S', { colour: 'Forest', size: 'A5' }, 520, 720, [2400, 2200, 16900], [38, 31]],
        ['ATC-BOX-GRN-L', { colour: 'Forest', size: 'A4' }, 840, 1100, [3200, 2900, 22900], [33, 28]],
        ['ATC-BOX-CLA-L', { colour: 'Clay', size: 'A4' }, 840, 1100, [3200, 2900, 22900], [25, 20]],
      ],
    },
    {
      slug: 'going-up-stair-basket',
      name: 'Going Up Stair Basket',
      brand: 'Saltreed',
      text: 'Sits across two steps and fills with whatever is going up later. The notch is cut for a standard tread; the good intentions are yours.',
      attributes: { material: ['Willow', 'Leather'], width: 40, height: 38, depth: 28 },
      variants: [
        ['GNG-STR-NAT', { colour: 'Natural' }, 1200, 1900, [5900, 5400, 41900], [15, 12]],
        ['GNG-STR-GRY', { colour: 'Grey' }, 1200, 1900, [5900, 5400, 41900], [9, 11]],
      ],
    },
    {
      slug: 'monday-hamper',
      name: 'Monday Hamper',
      brand: 'Saltreed',
      text: 'Two bags inside, one for light and one for dark, and a lid that hides the whole business until Monday.',
      attributes: { material: ['Rattan', 'Linen'], capacity: 80, width: 55, height: 58, depth: 36, machine_washable: true },
      variants: [
        ['MON-HMP-NAT', { colour: 'Natural' }, 3600, 5400, [11900, 10900, 84900], [9, 10]],
        ['MON-HMP-WHT', { colour: 'White' }, 3600, 5400, [11900, 10900, 84900], [0, 0]],
      ],
    },
    {
      slug: 'meeting-house-oval-boxes',
      name: 'Meeting House Oval Boxes',
      brand: 'Oakshott Joinery',
      glyph: 'canister',
      text: 'Thin cherry bent round a form and fixed with copper tacks, one inside the other inside the other. They smell of pencils for years.',
      attributes: { material: ['Cherry', 'Copper'], colour: ['Cherry'] },
      variants: [
        ['MTH-BOX-03', { set: 'Three boxes' }, 480, 760, [7900, 7200, 55900], [14, 8]],
        ['MTH-BOX-05', { set: 'Five boxes' }, 940, 1400, [11900, 10900, 84900], [7, 6]],
      ],
    },
    {
      slug: 'gymnasium-wire-basket',
      name: 'Gymnasium Wire Basket',
      brand: 'Plainsong',
      text: 'Galvanised wire and a numbered brass plate, after the swimming baths of somebody’s childhood. Numbers are drawn at random; 7 is never available.',
      attributes: { material: ['Galvanised steel', 'Brass'], width: 33, height: 20, depth: 30 },
      variants: [
        ['GYM-WIR-STE', { colour: 'Steel' }, 980, 1300, [3400, 3100, 24500], [31, 35]],
        ['GYM-WIR-BLK', { colour: 'Black' }, 980, 1300, [3600, 3300, 25900], [26, 22]],
      ],
    },
    {
      slug: 'tipper-toy-crate',
      name: 'Tipper Toy Crate',
      brand: 'Oakshott Joinery',
      glyph: 'parcel',
      text: 'A crate on four quiet wheels with a rope to pull it by. Rated for forty kilos, which is two nephews.',
      attributes: { material: ['Birch plywood', 'Rope'], width: 50, height: 32, depth: 35, assembly_needed: true },
      variants: [
        ['TIP-CRT-NAT', { colour: 'Natural' }, 4200, 5200, [8900, 8200, 63900], [11, 13]],
        ['TIP-CRT-RED', { colour: 'Red' }, 4200, 5200, [8900, 8200, 63900], [8, 7]],
        ['TIP-CRT-SKY', { colour: 'Sky' }, 4200, 5200, [8900, 8200, 63900], [6, 10]],
      ],
    },
    {
      slug: 'crust-bread-basket',
      name: 'Crust Bread Basket',
      brand: 'Saltreed',
      text: 'Coiled rush with a linen lining that lifts out for shaking. It has carried more arguments about sourdough than any court.',
      attributes: { material: ['Rush', 'Linen'], colour: ['Natural'], machine_washable: true },
      variants: [
        ['CRS-BSK-R', { size: 'Round 24 cm' }, 240, 380, [2600, 2400, 18900], [36, 33]],
        ['CRS-BSK-O', { size: 'Oval 32 cm' }, 290, 450, [2900, 2700, 20900], [29, 24]],
      ],
    },
  ],
}
