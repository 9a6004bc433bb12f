import type { CategorySeed } from '../catalogueEntry.ts'

/** What is put up for birds and other neighbours. */
export const birdHouses: CategorySeed = {
  slug: 'bird-houses',
  name: 'Bird houses & feeders',
  description: 'Lodging and breakfast for the neighbours with wings.',
  glyph: 'birdhouse',
  products: [
    {
      slug: 'terrace-nest-box',
      name: 'Terrace Nest Box',
      brand: 'Wrenlodge',
      text: 'A plain front, a deep floor and a hole cut for whoever you hope to house. Opens at the side for spring cleaning, which happens in autumn.',
      attributes: { material: ['Larch'], height: 28, width: 16, depth: 18, assembly_needed: false, warranty: 10 },
      variants: [
        ['TRC-NST-NAT-28', { colour: 'Natural', size: '28 mm hole' }, 1150, 1500, [3400, 3100, 23900], [46, 42]],
        ['TRC-NST-NAT-32', { colour: 'Natural', size: '32 mm hole' }, 1150, 1500, [3400, 3100, 23900], [51, 48]],
        ['TRC-NST-FRN-32', { colour: 'Fern', size: '32 mm hole' }, 1180, 1530, [3900, 3600, 27500], [22, 0]],
      ],
    },
    {
      slug: 'tuck-in-roosting-pouch',
      name: 'Tuck-in Roosting Pouch',
      brand: 'Saltreed',
      glyph: 'basket',
      text: 'Woven from rush for hedges in January. Eleven wrens were counted leaving one; they seemed to be on speaking terms.',
      attributes: { material: ['Rush'], colour: ['Natural'], height: 18, season: 'Winter' },
      variants: [
        ['TCK-PCH-1', { set: 'One' }, 60, 120, [1200, 1100, 8200], [88, 92]],
        ['TCK-PCH-3', { set: 'Three' }, 180, 300, [2900, 2700, 20500], [47, 51]],
      ],
    },
    {
      slug: 'teahouse-feeder',
      name: 'Teahouse Feeder',
      brand: 'Wrenlodge',
      text: 'A roof with generous eaves, so the seeds stay dry and the guests linger. The perch all round prevents queues.',
      attributes: { material: ['Larch', 'Copper'], height: 34, diameter: 30, refillable: true, assembly_needed: true },
      variants: [
        ['TEA-FDR-NAT', { colour: 'Natural' }, 1700, 2300, [6400, 5900, 44500], [19, 17]],
        ['TEA-FDR-RED', { colour: 'Red' }, 1700, 2300, [6900, 6400, 48500], [13, 15]],
      ],
    },
    {
      slug: 'column-inn-seed-feeder',
      name: 'Column Inn Seed Feeder',
      brand: 'Wrenlodge',
      glyph: 'canister',
      text: 'Glass instead of plastic, six ports and a base that twists off for washing. You can read the level from the kitchen without your glasses.',
      attributes: { material: ['Glass', 'Steel'], refillable: true, dishwasher_safe: true },
      variants: [
        ['CLI-FDR-BLK-05', { colour: 'Black', size: '0.5 l' }, 720, 980, [3600, 3300, 25500], [33, 36]],
        ['CLI-FDR-BLK-10', { colour: 'Black', size: '1 l' }, 1050, 1400, [4400, 4100, 31500], [28, 24]],
        ['CLI-FDR-CPR-10', { colour: 'Copper', size: '1 l' }, 1100, 1450, [5400, 4900, 37900], [0, 0]],
      ],
    },
    {
      slug: 'homecoming-swallow-cup',
      name: 'Homecoming Swallow Cup',
      brand: 'Clayborne Row',
      glyph: 'bowl',
      text: 'A ready-made half bowl of rough clay to fix under the barn roof. They come six thousand kilometres; the least one can do is put the kettle on.',
      attributes: { material: ['Earthenware'], width: 18, height: 10, season: 'Summer' },
      variants: [
        ['HMC-CUP-1', { set: 'One' }, 620, 860, [1900, 1750, 13200], [42, 38]],
        ['HMC-CUP-3', { set: 'Three' }, 1860, 2400, [4900, 4500, 34500], [20, 23]],
      ],
    },
    {
      slug: 'shallow-end-bird-bath',
      name: 'Shallow End Bird Bath',
      brand: 'Marlhewn',
      glyph: 'bowl',
      text: 'Hollowed from one block with a slope for beginners. Blackbirds splash; everyone else takes turns.',
      attributes: { material: ['Granite'], height: 9, waterproof: true },
      variants: [
        ['SHE-BTH-GRY-30', { colour: 'Grey', size: '30 cm' }, 7800, 8900, [6900, 6400, 48500], [12, 10]],
        ['SHE-BTH-GRY-40', { colour: 'Grey', size: '40 cm' }, 13500, 15200, [9900, 9200, 69900], [7, 8]],
        ['SHE-BTH-SLA-30', { colour: 'Slate', size: '30 cm' }, 7600, 8700, [6900, 6400, 48500], [9, 11]],
      ],
    },
    {
      slug: 'solitary-lodge-bee-house',
      name: 'Solitary Lodge Bee House',
      brand: 'Wrenlodge',
      text: 'Smooth-bored oak for bees that live alone and like it. Hang it facing south-east and wait for the mud doors.',
      attributes: { material: ['Oak', 'Reed'], depth: 14, season: 'Summer', recycled: true },
      variants: [
        ['SLT-BEE-OAK-S', { colour: 'Oak', size: 'Single room' }, 980, 1250, [2900, 2700, 20500], [36, 40]],
        ['SLT-BEE-OAK-L', { colour: 'Oak', size: 'Guest wing' }, 2300, 2800, [5400, 4900, 37900], [18, 16]],
      ],
    },
    {
      slug: 'night-shift-owl-box',
      name: 'Night Shift Owl Box',
      brand: 'Wrenlodge',
      text: 'Made to a naturalist’s drawing, with a ledge for fledglings to reconsider on. Needs a barn, a ladder and two calm people.',
      attributes: { material: ['Birch plywood', 'Larch'], colour: ['Natural'], width: 62, height: 48, depth: 45, assembly_needed: true },
      variants: [
        ['NSH-OWL-BRN', { finish: 'Indoors' }, 6200, 7600, [11900, 10900, 83900], [6, 5]],
        ['NSH-OWL-TRE', { finish: 'Weatherproof' }, 7100, 8600, [13900, 12900, 97900], [4, 6]],
      ],
    },
    {
      slug: 'broken-spout-nest',
      name: 'Broken Spout Nest',
      brand: 'Leafmere',
      glyph: 'teapot',
      text: 'Teapots that failed the drip test, given a hook and a second career. Robins are not particular about spouts.',
      attributes: { material: ['Stoneware'], capacity: 1.1, recycled: true },
      variants: [
        ['BSN-NST-MOS', { colour: 'Moss' }, 820, 1150, [2400, 2200, 16900], [24, 19]],
        ['BSN-NST-CRM', { colour: 'Cream' }, 820, 1150, [2400, 2200, 16900], [17, 22]],
        ['BSN-NST-STO', { colour: 'Storm' }, 820, 1150, [2400, 2200, 16900], [11, 0]],
      ],
    },
    {
      slug: 'lookout-pocket-binoculars',
      name: 'Lookout Pocket Binoculars',
      brand: 'Aster & Ohm',
      glyph: 'canister',
      text: 'Eight times closer, and folded they fit a shirt. Sharp to the edge, where the interesting bird always is.',
      attributes: { material: ['Aluminium', 'Glass'], width: 11, waterproof: true, warranty: 10 },
      variants: [
        ['LKT-BIN-FST', { colour: 'Forest' }, 290, 420, [12900, 11900, 89900], [16, 18]],
        ['LKT-BIN-SAN', { colour: 'Sand' }, 290, 420, [12900, 11900, 89900], [12, 9]],
      ],
    },
  ],
}
