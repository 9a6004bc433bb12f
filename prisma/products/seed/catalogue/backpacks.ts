import type { CategorySeed } from '../catalogueEntry.ts'

/** What things are carried in. */
export const backpacks: CategorySeed = {
  slug: 'backpacks-and-bags',
  name: 'Backpacks & bags',
  description: 'For the hill, the office and the long way between them.',
  glyph: 'backpack',
  products: [
    {
      slug: 'ridgeline-pack',
      name: 'Ridgeline Pack',
      brand: 'Highcairn',
      text: 'One big compartment, one pocket on the hip, and a frame that flexes like a good handshake. Every seam can be unpicked and sewn again.',
      attributes: { material: ['Recycled nylon', 'Aluminium'], recycled: true, waterproof: false, warranty: 20 },
      variants: [
        ['RDG-PCK-SLA-38', { colour: 'Slate', size: '38 l' }, 1150, 1450, [19900, 18500, 139900], [14, 12]],
        ['RDG-PCK-SLA-55', { colour: 'Slate', size: '55 l' }, 1420, 1750, [24900, 22900, 174900], [11, 13]],
        ['RDG-PCK-OCH-38', { colour: 'Ochre', size: '38 l' }, 1150, 1450, [19900, 18500, 139900], [8, 0]],
      ],
    },
    {
      slug: 'breakwater-roll-top',
      name: 'Breakwater Roll-top',
      brand: 'Tidewrack',
      text: 'Made of retired sailcloth, so the creases on yours once had weather in them. Welded seams; it floats, if it comes to that.',
      attributes: { material: ['Sailcloth', 'Recycled nylon'], capacity: 24, waterproof: true, recycled: true, height: 46 },
      variants: [
        ['BRW-RLT-WHT', { colour: 'White' }, 780, 960, [12900, 11900, 89900], [17, 15]],
        ['BRW-RLT-NVY', { colour: 'Navy' }, 780, 960, [12900, 11900, 89900], [21, 19]],
        ['BRW-RLT-COR', { colour: 'Coral' }, 780, 960, [12900, 11900, 89900], [12, 14]],
      ],
    },
    {
      slug: 'ferryman-satchel',
      name: 'Ferryman Satchel',
      brand: 'Drift & Dally',
      text: 'Waxed canvas, one brass buckle, room for a laptop and a loaf. The strap widens by itself where the shoulder is.',
      attributes: { material: ['Waxed canvas', 'Leather', 'Brass'], capacity: 12, width: 38, height: 29 },
      variants: [
        ['FRY-STC-OLI', { colour: 'Olive' }, 920, 1150, [14900, 13900, 104900], [18, 16]],
        ['FRY-STC-CHC', { colour: 'Charcoal' }, 920, 1150, [14900, 13900, 104900], [15, 17]],
      ],
    },
    {
      slug: 'afterthought-daypack',
      name: 'Afterthought Daypack',
      brand: 'Drift & Dally',
      text: 'Stuffs into its own pocket and waits at the bottom of the suitcase until you buy too many books.',
      attributes: { material: ['Recycled nylon'], capacity: 16, recycled: true },
      variants: [
        ['AFT-DPK-YEL', { colour: 'Yellow' }, 140, 190, [3900, 3600, 27500], [60, 66]],
        ['AFT-DPK-TEA', { colour: 'Teal' }, 140, 190, [3900, 3600, 27500], [52, 48]],
        ['AFT-DPK-BLK', { colour: 'Black' }, 140, 190, [3900, 3600, 27500], [71, 64]],
      ],
    },
    {
      slug: 'slack-water-weekender',
      name: 'Slack Water Weekender',
      brand: 'Tidewrack',
      text: 'A duffel with a flat bottom and a separate end for the shoes. The handles are mooring rope, spliced by a man called Len.',
      attributes: { material: ['Sailcloth', 'Rope'], recycled: true, waterproof: true },
      variants: [
        ['SLW-DUF-NVY-35', { colour: 'Navy', size: '35 l' }, 980, 1200, [13900, 12900, 97900], [13, 11]],
        ['SLW-DUF-NVY-60', { colour: 'Navy', size: '60 l' }, 1350, 1650, [16900, 15500, 117900], [9, 10]],
        ['SLW-DUF-RST-35', { colour: 'Rust', size: '35 l' }, 980, 1200, [13900, 12900, 97900], [0, 0]],
      ],
    },
    {
      slug: 'two-errands-tote',
      name: 'Two Errands Tote',
      brand: 'Tidewrack',
      text: 'Short handles for the hand, long ones for the shoulder, and a zip for crowded trams. Swallows a bicycle helmet without comment.',
      attributes: { material: ['Recycled canvas'], capacity: 20, recycled: true, machine_washable: true },
      variants: [
        ['TWE-TOT-SAN', { colour: 'Sand' }, 420, 530, [5900, 5400, 41500], [36, 40]],
        ['TWE-TOT-INK', { colour: 'Ink' }, 420, 530, [5900, 5400, 41500], [33, 27]],
      ],
    },
    {
      slug: 'little-cairn-pack',
      name: 'Little Cairn Pack',
      brand: 'Highcairn',
      text: 'A proper hill pack, shrunk, with a whistle on the strap and a name tag on the inside. Stones collected on the way are covered by the warranty.',
      attributes: { material: ['Recycled nylon'], capacity: 10, recycled: true, warranty: 20 },
      variants: [
        ['LTC-PCK-ORG', { colour: 'Orange' }, 380, 480, [5900, 5400, 41500], [25, 28]],
        ['LTC-PCK-SEA', { colour: 'Sea' }, 380, 480, [5900, 5400, 41500], [22, 20]],
      ],
    },
    {
      slug: 'bilge-dry-bags',
      name: 'Bilge Dry Bags',
      brand: 'Tidewrack',
      glyph: 'canister',
      text: 'Roll three times, clip, forget about rain. Different colours, so that socks are always the red one.',
      attributes: { material: ['Recycled nylon'], colour: ['Red', 'Yellow', 'Blue'], waterproof: true, recycled: true },
      variants: [
        ['BLG-DRY-3', { set: 'Three bags' }, 160, 210, [3400, 3100, 23500], [48, 54]],
        ['BLG-DRY-5', { set: 'Five bags' }, 290, 360, [4900, 4500, 34500], [31, 29]],
      ],
    },
    {
      slug: 'magpie-hip-pouch',
      name: 'Magpie Hip Pouch',
      brand: 'Drift & Dally',
      text: 'For keys, coins and anything shiny found on the path. Sits flat under a coat and turns inside out for crumbs.',
      attributes: { material: ['Cotton canvas', 'Leather'], capacity: 1.5 },
      variants: [
        ['MGP-HIP-FST', { colour: 'Forest' }, 170, 230, [4200, 3900, 28900], [39, 34]],
        ['MGP-HIP-PLM', { colour: 'Plum' }, 170, 230, [4200, 3900, 28900], [28, 30]],
        ['MGP-HIP-BLK', { colour: 'Black' }, 170, 230, [4200, 3900, 28900], [45, 0]],
      ],
    },
    {
      slug: 'nest-camera-insert',
      name: 'Nest Camera Insert',
      brand: 'Drift & Dally',
      text: 'A padded box with movable walls that turns any bag into a camera bag and back. Wool felt, because foam squeaks.',
      attributes: { material: ['Wool felt', 'Cotton'], width: 28, height: 18, depth: 12 },
      variants: [
        ['NST-CAM-GRY', { colour: 'Grey' }, 260, 380, [5400, 4900, 37500], [20, 23]],
        ['NST-CAM-RST', { colour: 'Rust' }, 260, 380, [5400, 4900, 37500], [14, 11]],
      ],
    },
  ],
}
