import type { CategorySeed } from '../catalogueEntry.ts'

/** What flowers stand in, and what stands without flowers. */
export const vases: CategorySeed = {
  slug: 'vases',
  name: 'Vases',
  description: 'For a single twig, for forty tulips, and for standing there looking good.',
  glyph: 'vase',
  products: [
    {
      slug: 'gossip-bud-vase',
      name: 'Gossip Bud Vase',
      brand: 'Veyrane',
      text: 'A neck for one stem only. Put three of them on a sill and they seem to be talking about you.',
      attributes: { material: ['Glass'], height: 18, diameter: 7, made_in: 'Czechia' },
      variants: [
        ['GSP-BUD-SMK', { colour: 'Smoke' }, 260, 420, [2200, 1990, 15900], [50, 46]],
        ['GSP-BUD-ROS', { colour: 'Rose' }, 260, 420, [2200, 1990, 15900], [38, 33]],
        ['GSP-BUD-COB', { colour: 'Cobalt' }, 260, 420, [2400, 2200, 16900], [27, 0]],
      ],
    },
    {
      slug: 'threshold-vase',
      name: 'Threshold Vase',
      brand: 'Clayborne Row',
      text: 'Tall, square-shouldered and heavy enough for blossom branches. The ash glaze breaks to rust wherever the clay has an edge.',
      attributes: { material: ['Stoneware'], diameter: 16 },
      variants: [
        ['THR-VAS-ASH-30', { colour: 'Ash', size: '30 cm' }, 2100, 3000, [7900, 7300, 55900], [12, 9]],
        ['THR-VAS-ASH-42', { colour: 'Ash', size: '42 cm' }, 3600, 4900, [11900, 10900, 84900], [5, 6]],
        ['THR-VAS-RST-30', { colour: 'Rust', size: '30 cm' }, 2100, 3000, [7900, 7300, 55900], [9, 8]],
      ],
    },
    {
      slug: 'tulip-brick',
      name: 'Tulip Brick',
      brand: 'Ottilie Brandt',
      glyph: 'slab',
      text: 'A flat block with fifteen holes, revived from a Dutch idea four centuries old. Makes an armful of supermarket tulips look commissioned.',
      attributes: { material: ['Porcelain'], width: 22, height: 8, depth: 10, dishwasher_safe: true },
      variants: [
        ['TLB-VAS-CHA', { colour: 'Chalk' }, 980, 1400, [6400, 5900, 45900], [11, 12]],
        ['TLB-VAS-BLU', { colour: 'Blue' }, 980, 1400, [6900, 6400, 48900], [8, 5]],
      ],
    },
    {
      slug: 'hedgerow-jug',
      name: 'Hedgerow Jug',
      brand: 'Pannikin Post',
      glyph: 'mug',
      text: 'An enamel milk jug that has been seen with cow parsley so often we gave up and called it a vase.',
      attributes: { material: ['Enamelled steel'], capacity: 1.8, height: 22, dishwasher_safe: true },
      variants: [
        ['HDG-JUG-CRM', { colour: 'Cream' }, 520, 760, [2800, 2600, 19900], [41, 36]],
        ['HDG-JUG-GRN', { colour: 'Green' }, 520, 760, [2800, 2600, 19900], [35, 29]],
        ['HDG-JUG-BLU', { colour: 'Blue' }, 520, 760, [2800, 2600, 19900], [30, 31]],
      ],
    },
    {
      slug: 'still-pool-ikebana-bowl',
      name: 'Still Pool Ikebana Bowl',
      brand: 'Ottilie Brandt',
      glyph: 'bowl',
      text: 'Low, wide and dark, with a brass pin holder that disappears under two fingers of water. Restraint sold separately.',
      attributes: { material: ['Stoneware', 'Brass'], diameter: 26, height: 6, pieces: 2 },
      variants: [
        ['SPL-IKE-BLK', { colour: 'Black' }, 1300, 1800, [7400, 6800, 52900], [7, 9]],
        ['SPL-IKE-MOS', { colour: 'Moss' }, 1300, 1800, [7400, 6800, 52900], [6, 4]],
      ],
    },
    {
      slug: 'goldfish-vase',
      name: 'Goldfish Vase',
      brand: 'Veyrane',
      text: 'Round as a bowl, pinched at the top so stems lean outwards of their own accord. No fish, please.',
      attributes: { material: ['Glass'], colour: ['Clear'] },
      variants: [
        ['GLD-VAS-15', { size: '15 cm' }, 620, 980, [3400, 3100, 24500], [28, 25]],
        ['GLD-VAS-22', { size: '22 cm' }, 1250, 1900, [4900, 4500, 34900], [16, 18]],
      ],
    },
    {
      slug: 'potato-vase',
      name: 'Potato Vase',
      brand: 'Clayborne Row',
      text: 'Somebody at the Row made it as a joke and now it outsells everything. Lumpy, matt, oddly dignified.',
      attributes: { material: ['Stoneware'], height: 14, diameter: 15 },
      variants: [
        ['POT-VAS-SAN', { colour: 'Sand' }, 890, 1250, [4400, 4100, 31900], [33, 27]],
        ['POT-VAS-CHC', { colour: 'Charcoal' }, 890, 1250, [4400, 4100, 31900], [25, 30]],
        ['POT-VAS-BLU', { colour: 'Blush' }, 890, 1250, [4400, 4100, 31900], [0, 0]],
      ],
    },
    {
      slug: 'wren-wall-pocket',
      name: 'Wren Wall Pocket',
      brand: 'Clayborne Row',
      glyph: 'planter',
      text: 'One nail, one sprig, one wall improved. The back is flat and glazed, so the plaster stays dry.',
      attributes: { material: ['Earthenware'], height: 17, width: 11, assembly_needed: true },
      variants: [
        ['WRN-PKT-CHA', { colour: 'Chalk' }, 420, 640, [3200, 2900, 22900], [22, 19]],
        ['WRN-PKT-CEL', { colour: 'Celadon' }, 420, 640, [3200, 2900, 22900], [15, 17]],
      ],
    },
    {
      slug: 'ripple-cylinder',
      name: 'Ripple Cylinder',
      brand: 'Veyrane',
      text: 'Blown into a corrugated mould and turned as it cooled, which is why the lines lean. Sun goes through it and arrives as water.',
      attributes: { material: ['Glass'], diameter: 12, made_in: 'Czechia' },
      variants: [
        ['RPL-CYL-GRN', { colour: 'Green', size: '24 cm' }, 940, 1450, [4900, 4500, 34900], [19, 15]],
        ['RPL-CYL-AMB', { colour: 'Amber', size: '24 cm' }, 940, 1450, [4900, 4500, 34900], [14, 11]],
        ['RPL-CYL-AMC', { colour: 'Amber', size: '32 cm' }, 1300, 1950, [6200, 5700, 43900], [8, 6]],
      ],
    },
    {
      slug: 'second-life-vase',
      name: 'Second Life Vase',
      brand: 'Ottilie Brandt',
      text: 'Pieces that cracked in the kiln, mended along the crack with lacquer and brass dust. Each one comes with the story of what went wrong.',
      attributes: { material: ['Stoneware', 'Brass'], height: 20, recycled: true },
      status: 'DRAFT',
      variants: [
        ['SCL-VAS-ASH', { colour: 'Ash' }, 980, 1400, [9900, 8900, 69900], [3, 0]],
        ['SCL-VAS-INK', { colour: 'Ink' }, 980, 1400, [9900, 8900, 69900], [2, 0]],
      ],
    },
  ],
}
