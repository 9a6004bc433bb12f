import type { CategorySeed } from '../catalogueEntry.ts'

/** What work is done on. */
export const desks: CategorySeed = {
  slug: 'desks',
  name: 'Desks',
  description: 'Dovetails where nobody looks, and cable holes where everybody does.',
  glyph: 'desk',
  products: [
    {
      slug: 'foolscap-desk',
      name: 'Foolscap Desk',
      brand: 'Oakshott Joinery',
      text: 'A writing desk with two shallow drawers, each exactly deep enough for a manuscript you are not ready to show. Finished with oil, so rings can be sanded out.',
      attributes: { material: ['Oak'], depth: 65, height: 74, assembly_needed: true, warranty: 10 },
      variants: [
        ['FLC-DSK-OAK-120', { colour: 'Oak', size: '120 cm' }, 28000, 34000, [79900, 74900, 569900], [6, 5]],
        ['FLC-DSK-OAK-150', { colour: 'Oak', size: '150 cm' }, 34000, 41000, [94900, 88900, 679900], [4, 3]],
        ['FLC-DSK-WAL-120', { colour: 'Walnut', size: '120 cm' }, 28500, 34500, [99900, 92900, 709900], [3, 2]],
      ],
    },
    {
      slug: 'tidal-standing-desk',
      name: 'Tidal Standing Desk',
      brand: 'Oakshott Joinery',
      text: 'Goes from sitting to standing in nine seconds, quietly enough for a call. Remembers three heights and which of you likes which.',
      attributes: { material: ['Oak', 'Steel'], depth: 75, power: 120, assembly_needed: true, warranty: 10 },
      variants: [
        ['TDL-DSK-OAK-140', { colour: 'Oak', size: '140 cm' }, 46000, 53000, [99900, 93900, 719900], [8, 7]],
        ['TDL-DSK-OAK-160', { colour: 'Oak', size: '160 cm' }, 51000, 59000, [109900, 102900, 789900], [6, 6]],
        ['TDL-DSK-BLK-140', { colour: 'Black', size: '140 cm' }, 46000, 53000, [94900, 88900, 679900], [5, 0]],
      ],
    },
    {
      slug: 'alcove-wall-desk',
      name: 'Alcove Wall Desk',
      brand: 'Oakshott Joinery',
      text: 'Folds down in the morning and away at six, taking the screen with it. For homes where the office is a wall.',
      attributes: { material: ['Birch plywood', 'Brass'], width: 80, height: 60, depth: 48, assembly_needed: true },
      variants: [
        ['ALC-DSK-NAT', { colour: 'Natural' }, 14000, 17500, [39900, 36900, 285900], [9, 8]],
        ['ALC-DSK-SAG', { colour: 'Sage' }, 14000, 17500, [42900, 39900, 309900], [5, 6]],
      ],
    },
    {
      slug: 'sawyer-trestles',
      name: 'Sawyer Trestles',
      brand: 'Oakshott Joinery',
      glyph: 'stool',
      text: 'Two trestles, one good plank, done. The legs splay just enough to dance near.',
      attributes: { material: ['Ash'], height: 72, width: 70, pieces: 2, assembly_needed: false },
      variants: [
        ['SWY-TRS-ASH', { colour: 'Ash' }, 9800, 11500, [24900, 22900, 176900], [13, 15]],
        ['SWY-TRS-BLK', { colour: 'Black' }, 9800, 11500, [25900, 23900, 184900], [10, 7]],
        ['SWY-TRS-RED', { colour: 'Red' }, 9800, 11500, [25900, 23900, 184900], [0, 0]],
      ],
    },
    {
      slug: 'clerks-station',
      name: 'Clerk’s Station',
      brand: 'Oakshott Joinery',
      text: 'A sloping top at elbow height, the way ledgers were kept before sitting became fashionable. There is a rail for a boot.',
      attributes: { material: ['Oak', 'Brass'], colour: ['Oak'], width: 75, height: 112, depth: 52, warranty: 10 },
      variants: [
        ['CLK-STN-OIL', { finish: 'Oiled' }, 23000, 28000, [69900, 64900, 499900], [3, 2]],
        ['CLK-STN-FUM', { finish: 'Fumed' }, 23000, 28000, [74900, 69900, 535900], [2, 1]],
      ],
    },
    {
      slug: 'sapling-desk',
      name: 'Sapling Desk',
      brand: 'Oakshott Joinery',
      text: 'Four heights, so it lasts from first letters to first essays. The lid is slate on the inside, and chalk forgives spelling.',
      attributes: { material: ['Beech', 'Slate'], colour: ['Beech'], width: 70, depth: 50, assembly_needed: true, warranty: 10 },
      variants: [
        ['SPL-DSK-STD', { set: 'Desk' }, 12500, 15500, [32900, 30900, 236900], [8, 9]],
        ['SPL-DSK-CHR', { set: 'Desk and stool' }, 15900, 19800, [41900, 38900, 299900], [6, 4]],
      ],
    },
    {
      slug: 'footbridge-monitor-shelf',
      name: 'Footbridge Monitor Shelf',
      brand: 'Plainsong',
      glyph: 'slab',
      text: 'Lifts the screen to eye level and makes a dry place underneath for the keyboard. One plank, two legs, no cleverness.',
      attributes: { material: ['Oak'], height: 12, depth: 23, assembly_needed: true },
      variants: [
        ['FTB-SHF-OAK-70', { colour: 'Oak', size: '70 cm' }, 3100, 3900, [9900, 9200, 70900], [24, 21]],
        ['FTB-SHF-OAK-110', { colour: 'Oak', size: '110 cm' }, 4600, 5700, [13900, 12900, 98900], [17, 16]],
        ['FTB-SHF-WAL-70', { colour: 'Walnut', size: '70 cm' }, 3200, 4000, [11900, 10900, 84900], [12, 13]],
      ],
    },
    {
      slug: 'folio-drawer-cabinet',
      name: 'Folio Drawer Cabinet',
      brand: 'Oakshott Joinery',
      glyph: 'cabinet',
      text: 'Five drawers on wooden runners that push out the air with a sigh. The bottom one takes hanging files, or wellingtons.',
      attributes: { material: ['Oak'], width: 40, height: 58, depth: 52, warranty: 10 },
      variants: [
        ['FOL-CAB-OAK', { colour: 'Oak' }, 26000, 31000, [54900, 50900, 389900], [5, 4]],
        ['FOL-CAB-INK', { colour: 'Ink' }, 26000, 31000, [56900, 52900, 405900], [3, 4]],
      ],
    },
    {
      slug: 'meadowland-desk-pad',
      name: 'Meadowland Desk Pad',
      brand: 'Quillon & Daughters',
      glyph: 'slab',
      text: 'Cork on the underside, vegetable-tanned leather above, and a fold at the front edge for your wrists. It will record every cup.',
      attributes: { material: ['Leather', 'Cork'], depth: 40 },
      variants: [
        ['MDL-PAD-BRN-65', { colour: 'Brown', size: '65 cm' }, 720, 1000, [7900, 7300, 55900], [28, 25]],
        ['MDL-PAD-BRN-90', { colour: 'Brown', size: '90 cm' }, 980, 1350, [9900, 9200, 70900], [20, 18]],
        ['MDL-PAD-FST-65', { colour: 'Forest', size: '65 cm' }, 720, 1000, [7900, 7300, 55900], [15, 0]],
      ],
    },
    {
      slug: 'two-minds-partners-desk',
      name: 'Two Minds Partners’ Desk',
      brand: 'Oakshott Joinery',
      text: 'Two people, face to face, drawers on both sides and a low rail in the middle to mark the border. Being built; joint by joint.',
      attributes: { material: ['Oak', 'Leather'], colour: ['Oak'], width: 180, depth: 110, height: 74, warranty: 10 },
      status: 'DRAFT',
      variants: [
        ['TWM-DSK-GRN', { finish: 'Green leather' }, 68000, 80000, [239900, 219900, 1699900], [1, 0]],
        ['TWM-DSK-BRN', { finish: 'Brown leather' }, 68000, 80000, [239900, 219900, 1699900], [1, 1]],
      ],
    },
  ],
}
