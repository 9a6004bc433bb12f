import type { CategorySeed } from '../catalogueEntry.ts'

/** What work is done sitting on. */
export const taskChairs: CategorySeed = {
  slug: 'task-chairs',
  name: 'Task chairs & stools',
  description: 'For spines of every temperament.',
  glyph: 'chair',
  products: [
    {
      slug: 'bittern-task-chair',
      name: 'Bittern Task Chair',
      brand: 'Perchwick',
      text: 'The back is one sheet of plywood cut so that it twists with you when you reach for the phone. Four adjustments, each with a handle you can find without looking.',
      attributes: { material: ['Ash plywood', 'Aluminium', 'Wool'], width: 64, warranty: 12, assembly_needed: true },
      variants: [
        ['BTN-CHR-CHC', { colour: 'Charcoal' }, 14500, 19000, [54900, 50900, 389900], [9, 8]],
        ['BTN-CHR-MUS', { colour: 'Mustard' }, 14500, 19000, [54900, 50900, 389900], [5, 6]],
        ['BTN-CHR-FST', { colour: 'Forest' }, 14500, 19000, [54900, 50900, 389900], [7, 0]],
      ],
    },
    {
      slug: 'trawler-mesh-chair',
      name: 'Trawler Mesh Chair',
      brand: 'Perchwick',
      text: 'The mesh is old fishing net, melted and woven again, and it lets a hot afternoon through. Armrests that drop below the desk when they are in the way.',
      attributes: { material: ['Recycled nylon', 'Aluminium'], width: 66, recycled: true, warranty: 12, assembly_needed: true },
      variants: [
        ['TRW-CHR-STO', { colour: 'Storm' }, 15800, 20500, [62900, 58900, 449900], [10, 9]],
        ['TRW-CHR-SEA', { colour: 'Sea' }, 15800, 20500, [62900, 58900, 449900], [6, 5]],
      ],
    },
    {
      slug: 'draughtsman-stool',
      name: 'Draughtsman Stool',
      brand: 'Perchwick',
      glyph: 'stool',
      text: 'A ring for the feet, a screw for the height, and a seat hollowed by someone who sat on it first. For high benches and short attention spans.',
      attributes: { material: ['Steel', 'Oak'], diameter: 36, warranty: 12, assembly_needed: true },
      variants: [
        ['DRG-STL-BLK-L', { colour: 'Black', size: '48–66 cm' }, 7200, 9400, [21900, 19900, 155900], [14, 12]],
        ['DRG-STL-BLK-H', { colour: 'Black', size: '62–86 cm' }, 8100, 10500, [23900, 21900, 169900], [11, 13]],
        ['DRG-STL-RED-L', { colour: 'Red', size: '48–66 cm' }, 7200, 9400, [21900, 19900, 155900], [6, 8]],
      ],
    },
    {
      slug: 'canter-saddle-stool',
      name: 'Canter Saddle Stool',
      brand: 'Perchwick',
      glyph: 'stool',
      text: 'Sit as on a horse and the back straightens by itself. The first week feels odd; the second, everything else does.',
      attributes: { material: ['Leather', 'Aluminium'], width: 52, warranty: 12, assembly_needed: true },
      variants: [
        ['CNT-STL-BRN', { colour: 'Brown' }, 8600, 11200, [34900, 32500, 249900], [7, 9]],
        ['CNT-STL-INK', { colour: 'Ink' }, 8600, 11200, [34900, 32500, 249900], [0, 4]],
      ],
    },
    {
      slug: 'vesper-kneeling-chair',
      name: 'Vesper Kneeling Chair',
      brand: 'Perchwick',
      glyph: 'stool',
      text: 'A rocking frame of bent beech that shares your weight between shins and seat. Quietly devout about posture.',
      attributes: { material: ['Beech', 'Wool'], width: 52, height: 54, depth: 72, warranty: 12 },
      variants: [
        ['VSP-KNL-GRY', { colour: 'Grey' }, 6800, 9000, [29900, 27900, 214900], [8, 6]],
        ['VSP-KNL-RST', { colour: 'Rust' }, 6800, 9000, [29900, 27900, 214900], [5, 7]],
      ],
    },
    {
      slug: 'reading-room-chair',
      name: 'Reading Room Chair',
      brand: 'Oakshott Joinery',
      text: 'Wide arms for a book on one side and a notebook on the other. It does not swivel, which is good for concentration.',
      attributes: { material: ['Oak', 'Cane'], width: 61, height: 80, depth: 58, warranty: 10 },
      variants: [
        ['RDG-CHR-OAK', { colour: 'Oak' }, 7400, 9800, [42900, 39900, 305900], [8, 7]],
        ['RDG-CHR-BLK', { colour: 'Black' }, 7400, 9800, [42900, 39900, 305900], [6, 5]],
      ],
    },
    {
      slug: 'skittle-wobble-stool',
      name: 'Skittle Wobble Stool',
      brand: 'Perchwick',
      glyph: 'stool',
      text: 'A rounded foot that keeps you very slightly in motion, like a buoy. Popular with children, drummers and one notary.',
      attributes: { material: ['Recycled plastic', 'Cork'], diameter: 34, recycled: true, warranty: 5 },
      variants: [
        ['SKT-STL-MIN', { colour: 'Mint' }, 4300, 5600, [14900, 13900, 106900], [18, 20]],
        ['SKT-STL-ORG', { colour: 'Orange' }, 4300, 5600, [14900, 13900, 106900], [13, 15]],
        ['SKT-STL-SLA', { colour: 'Slate' }, 4300, 5600, [14900, 13900, 106900], [16, 11]],
      ],
    },
    {
      slug: 'loafer-seat-cushion',
      name: 'Loafer Seat Cushion',
      brand: 'Perchwick',
      glyph: 'pillow',
      text: 'Natural latex, three layers, firmest at the bottom. Turns a kitchen chair into a tolerable place to file taxes.',
      attributes: { material: ['Latex', 'Wool'], width: 42, depth: 40, height: 6, machine_washable: false },
      variants: [
        ['LFR-CUS-CHC', { colour: 'Charcoal' }, 980, 1300, [5900, 5400, 41900], [35, 30]],
        ['LFR-CUS-OCH', { colour: 'Ochre' }, 980, 1300, [5900, 5400, 41900], [24, 28]],
      ],
    },
    {
      slug: 'doorstep-footrest',
      name: 'Doorstep Footrest',
      brand: 'Perchwick',
      glyph: 'slab',
      text: 'A gentle slope that rocks, for feet that do not quite reach. Felt underneath, so it stays where it is kicked.',
      attributes: { material: ['Birch plywood', 'Felt'], colour: ['Natural'], width: 45, depth: 34, height: 11 },
      variants: [
        ['DRS-FTR-PLN', { finish: 'Plain' }, 2400, 2900, [6900, 6400, 48900], [27, 22]],
        ['DRS-FTR-CRK', { finish: 'Cork top' }, 2500, 3000, [7900, 7300, 55900], [19, 16]],
      ],
    },
    {
      slug: 'first-perch-chair',
      name: 'First Perch Chair',
      brand: 'Perchwick',
      text: 'The chair the workshop began with: seven parts and a strap. Withdrawn with thanks, now that its great-grandchildren do the work.',
      attributes: { material: ['Beech', 'Leather'], colour: ['Beech'], width: 58, height: 82 },
      status: 'ARCHIVED',
      variants: [
        ['FPC-CHR-NAT', { finish: 'Natural' }, 6900, 9100, [31900, 29900, 228900], [0, 0]],
        ['FPC-CHR-STN', { finish: 'Stained' }, 6900, 9100, [32900, 30900, 236900], [0, 1]],
      ],
    },
  ],
}
