import type { CategorySeed } from '../catalogueEntry.ts'

/** Filter coffee, one cup at a time. */
export const pourOver: CategorySeed = {
  slug: 'pour-over-coffee',
  name: 'Pour-over coffee',
  description: 'Drippers, carafes, kettles and grinders for people who like the three minutes as much as the cup.',
  glyph: 'dripper',
  products: [
    {
      slug: 'tern-dripper',
      name: 'Tern Dripper',
      brand: 'Morrow & Pell',
      text: 'A cone with eleven low ribs, so the water takes its time and the paper never sticks. Glazed inside, bare stoneware outside, comfortable on any mug you already own.',
      attributes: { material: ['Stoneware'], height: 9, diameter: 11.5, dishwasher_safe: true, made_in: 'Portugal' },
      variants: [
        ['TRN-DRP-SAN', { colour: 'Sand' }, 390, 520, [3400, 3200, 23900], [46, 38]],
        ['TRN-DRP-SLA', { colour: 'Slate' }, 390, 520, [3400, 3200, 23900], [31, 0]],
        ['TRN-DRP-CEL', { colour: 'Celadon' }, 390, 520, [3600, 3400, 25900], [12, 9]],
      ],
    },
    {
      slug: 'tern-carafe',
      name: 'Tern Carafe',
      brand: 'Morrow & Pell',
      glyph: 'glass',
      text: 'Made to sit under the dripper of the same name and to look well on the table afterwards. The waist stays cool enough to hold without a sleeve.',
      attributes: { material: ['Borosilicate glass'], colour: ['Clear'], dishwasher_safe: true, made_in: 'Czechia' },
      variants: [
        ['TRN-CRF-06', { size: '0.6 l' }, 310, 560, [3900, 3600, 27900], [28, 22]],
        ['TRN-CRF-10', { size: '1 l' }, 420, 720, [4900, 4600, 34900], [17, 14]],
      ],
    },
    {
      slug: 'heron-gooseneck-kettle',
      name: 'Heron Gooseneck Kettle',
      brand: 'Aster & Ohm',
      glyph: 'teapot',
      text: 'Choose a temperature on the dial, lift, and pour a stream as thin as a pencil line. It holds the heat for half an hour and switches off with a click you can feel.',
      attributes: { material: ['Stainless steel', 'Beech'], capacity: 0.9, power: 1200, height: 21, warranty: 3 },
      variants: [
        ['HRN-KTL-BLK', { colour: 'Black' }, 1180, 1750, [12900, 11900, 89900], [14, 11]],
        ['HRN-KTL-CRM', { colour: 'Cream' }, 1180, 1750, [12900, 11900, 89900], [9, 6]],
        ['HRN-KTL-CPR', { colour: 'Copper' }, 1180, 1750, [14900, 13900, 105900], [0, 3]],
      ],
    },
    {
      slug: 'pebble-hand-grinder',
      name: 'Pebble Hand Grinder',
      brand: 'Morrow & Pell',
      glyph: 'canister',
      text: 'Thirty-six clicks between espresso and French press, each of them audible. The folding crank fits the inside pocket of a coat, which is how it was tested.',
      attributes: { material: ['Aluminium', 'Steel'], capacity: 0.03, height: 15, warranty: 5 },
      variants: [
        ['PBL-GRD-GRA', { colour: 'Graphite' }, 460, 610, [8900, 8400, 62900], [20, 25]],
        ['PBL-GRD-SIL', { colour: 'Silver' }, 460, 610, [8900, 8400, 62900], [18, 12]],
      ],
    },
    {
      slug: 'morrow-filter-papers',
      name: 'Morrow Filter Papers',
      brand: 'Morrow & Pell',
      glyph: 'parcel',
      text: 'Abaca fibre, rinsed twice at the mill, so you need not rinse it at home. A hundred mornings in a box that becomes its own dispenser.',
      attributes: { material: ['Paper'], colour: ['White'], pieces: 100 },
      variants: [
        ['MRW-FLT-02', { size: '1–2 cups' }, 120, 170, [790, 750, 5600], [160, 140]],
        ['MRW-FLT-04', { size: '3–4 cups' }, 160, 220, [950, 890, 6800], [120, 85]],
      ],
    },
    {
      slug: 'harbour-linen-filter',
      name: 'Harbour Linen Filter',
      brand: 'Drift & Dally',
      glyph: 'blanket',
      text: 'One cloth instead of a year of paper. It lets a little more oil through than you are used to, and most people do not go back.',
      attributes: { material: ['Linen'], colour: ['Raw'], machine_washable: true, pieces: 2 },
      variants: [
        ['HRB-LIN-02', { size: '1–2 cups' }, 18, 60, [1400, 1300, 9900], [55, 40]],
        ['HRB-LIN-04', { size: '3–4 cups' }, 24, 70, [1600, 1500, 11500], [48, 33]],
      ],
    },
    {
      slug: 'ledger-brew-scale',
      name: 'Ledger Brew Scale',
      brand: 'Aster & Ohm',
      glyph: 'gauge',
      text: 'Weighs to a tenth of a gram and starts its timer at the first drop. There is no app; there is a very good display.',
      attributes: { material: ['Glass', 'Aluminium'], width: 14, depth: 14, warranty: 3 },
      variants: [
        ['LDG-SCL-BLK', { colour: 'Black' }, 380, 560, [6900, 6500, 48900], [22, 16]],
        ['LDG-SCL-WHT', { colour: 'White' }, 380, 560, [6900, 6500, 48900], [0, 0]],
      ],
    },
    {
      slug: 'bench-brew-stand',
      name: 'Bench Brew Stand',
      brand: 'Marlhewn',
      text: 'Offcuts of staircase oak and a brass ring that moves up for the carafe and down for the cup. Each one shows a different piece of stair.',
      attributes: { material: ['Oak', 'Brass'], height: 28, width: 16, assembly_needed: true, recycled: true },
      variants: [
        ['BNC-STD-OAK', { colour: 'Oak' }, 940, 1400, [7900, 7400, 56900], [8, 7]],
        ['BNC-STD-WAL', { colour: 'Walnut' }, 990, 1450, [9200, 8600, 65900], [5, 0]],
      ],
    },
    {
      slug: 'porter-travel-press',
      name: 'Porter Travel Press',
      brand: 'Tidewrack',
      glyph: 'bottle',
      text: 'Steep, press, screw the lid on, miss no train. The outer shell used to be fishing net and still survives being dropped from a pier.',
      attributes: { material: ['Recycled nylon', 'Stainless steel'], capacity: 0.35, recycled: true, dishwasher_safe: false },
      variants: [
        ['PRT-PRS-SEA', { colour: 'Sea' }, 340, 480, [4200, 3900, 29900], [26, 31]],
        ['PRT-PRS-COR', { colour: 'Coral' }, 340, 480, [4200, 3900, 29900], [15, 19]],
        ['PRT-PRS-STO', { colour: 'Storm' }, 340, 480, [4200, 3900, 29900], [24, 10]],
      ],
    },
    {
      slug: 'first-light-pour-over-set',
      name: 'First Light Pour-over Set',
      brand: 'Morrow & Pell',
      text: 'Dripper, small carafe, forty papers and a card that explains everything worth knowing in six sentences. The gift that turns a guest into a host.',
      attributes: { material: ['Stoneware', 'Borosilicate glass'], pieces: 4 },
      variants: [
        ['FLT-SET-SAN', { colour: 'Sand' }, 780, 1250, [6900, 6400, 49900], [19, 17]],
        ['FLT-SET-MID', { colour: 'Midnight' }, 780, 1250, [6900, 6400, 49900], [11, 8]],
      ],
    },
  ],
}
