import type { CategorySeed } from '../catalogueEntry.ts'

/** What keeps a desk from shouting. */
export const deskOrganisers: CategorySeed = {
  slug: 'desk-organisers',
  name: 'Desk organisers',
  description: 'Trays, stands and small heavy things.',
  glyph: 'organiser',
  products: [
    {
      slug: 'cloister-desk-tray',
      name: 'Cloister Desk Tray',
      brand: 'Plainsong',
      text: 'Five compartments round an empty one, and the empty one is the point. Felt underneath, so it slides without a word.',
      attributes: { material: ['Oak', 'Felt'], depth: 18, height: 3 },
      variants: [
        ['CLO-TRY-OAK-S', { colour: 'Oak', size: '24 cm' }, 520, 720, [4900, 4500, 34500], [30, 26]],
        ['CLO-TRY-OAK-L', { colour: 'Oak', size: '36 cm' }, 760, 1000, [6200, 5700, 43500], [22, 24]],
        ['CLO-TRY-WAL-S', { colour: 'Walnut', size: '24 cm' }, 540, 740, [5600, 5200, 39500], [16, 0]],
      ],
    },
    {
      slug: 'quarry-pen-pot',
      name: 'Quarry Pen Pot',
      brand: 'Marlhewn',
      text: 'Drilled from an offcut of windowsill. Too heavy to knock over with a sleeve, which is how we lost its predecessor.',
      attributes: { material: ['Marble'], diameter: 8, height: 10, recycled: true },
      variants: [
        ['QRY-POT-WHT', { colour: 'White' }, 890, 1050, [3200, 2900, 22500], [34, 39]],
        ['QRY-POT-FST', { colour: 'Forest' }, 890, 1050, [3600, 3300, 25500], [21, 18]],
      ],
    },
    {
      slug: 'vigil-phone-stand',
      name: 'Vigil Phone Stand',
      brand: 'Plainsong',
      glyph: 'slab',
      text: 'Holds the phone face down at a slant, screen to the wood. There is a groove for the cable and none for the temptation.',
      attributes: { material: ['Beech', 'Brass'], width: 9, depth: 10 },
      variants: [
        ['VGL-STD-BEE', { colour: 'Beech' }, 180, 250, [2400, 2200, 16900], [50, 55]],
        ['VGL-STD-BLK', { colour: 'Black' }, 180, 250, [2600, 2400, 18500], [41, 36]],
      ],
    },
    {
      slug: 'tollbooth-letter-trays',
      name: 'Tollbooth Letter Trays',
      brand: 'Plainsong',
      glyph: 'cabinet',
      text: 'In, out, and one in between for things that resolve themselves. Folded steel, stacked on four small feet.',
      attributes: { material: ['Steel'], width: 25, depth: 33, assembly_needed: false },
      variants: [
        ['TLB-TRY-SAG-2', { colour: 'Sage', set: 'Two tiers' }, 1900, 2400, [4400, 4100, 31500], [19, 21]],
        ['TLB-TRY-SAG-3', { colour: 'Sage', set: 'Three tiers' }, 2800, 3400, [5900, 5400, 41500], [16, 14]],
        ['TLB-TRY-CHA-3', { colour: 'Chalk', set: 'Three tiers' }, 2800, 3400, [5900, 5400, 41500], [12, 17]],
      ],
    },
    {
      slug: 'jonah-tape-dispenser',
      name: 'Jonah Tape Dispenser',
      brand: 'Ferrowick',
      text: 'A cast-iron whale that swallows the roll and gives it back through the teeth. One hand is enough; the whale does not move.',
      attributes: { material: ['Cast iron'], length: 17, height: 8 },
      variants: [
        ['JNH-TAP-BLK', { colour: 'Black' }, 1350, 1550, [3900, 3600, 27500], [23, 27]],
        ['JNH-TAP-BLU', { colour: 'Blue' }, 1350, 1550, [3900, 3600, 27500], [0, 0]],
      ],
    },
    {
      slug: 'mooring-cable-stones',
      name: 'Mooring Cable Stones',
      brand: 'Marlhewn',
      glyph: 'slab',
      text: 'River pebbles with a slot sawn across, for cables that dive behind desks the moment they are let go. Each weighs what it weighs.',
      attributes: { material: ['Stone', 'Cork'] },
      variants: [
        ['MOR-CBL-GRY-1', { colour: 'Grey', set: 'One' }, 210, 260, [1200, 1100, 8200], [72, 66]],
        ['MOR-CBL-GRY-3', { colour: 'Grey', set: 'Three' }, 640, 720, [2900, 2700, 20500], [45, 49]],
        ['MOR-CBL-BLK-3', { colour: 'Black', set: 'Three' }, 640, 720, [2900, 2700, 20500], [31, 28]],
      ],
    },
    {
      slug: 'psalter-sand-timer',
      name: 'Psalter Sand Timer',
      brand: 'Veyrane',
      glyph: 'glass',
      text: 'For one task at a time. The sand is ground garnet and falls without hurry; when it stops, so may you.',
      attributes: { material: ['Glass', 'Brass'] },
      variants: [
        ['PSL-TIM-ROS-15', { colour: 'Rose', size: '15 minutes' }, 280, 460, [3600, 3300, 25500], [33, 29]],
        ['PSL-TIM-ROS-45', { colour: 'Rose', size: '45 minutes' }, 540, 780, [4900, 4500, 34500], [24, 20]],
        ['PSL-TIM-BLK-45', { colour: 'Black', size: '45 minutes' }, 540, 780, [4900, 4500, 34500], [18, 15]],
      ],
    },
    {
      slug: 'argument-bookends',
      name: 'Argument Bookends',
      brand: 'Ferrowick',
      text: 'Two iron wedges leaning in from opposite sides, each convinced it is holding everything up.',
      attributes: { material: ['Cast iron'], height: 15, width: 10, pieces: 2 },
      variants: [
        ['ARG-BKE-RST', { colour: 'Rust' }, 2900, 3300, [5900, 5400, 41500], [17, 14]],
        ['ARG-BKE-BLK', { colour: 'Black' }, 2900, 3300, [5900, 5400, 41500], [20, 22]],
      ],
    },
    {
      slug: 'hillside-pinboard',
      name: 'Hillside Pinboard',
      brand: 'Woolgather Mill',
      glyph: 'board',
      text: 'Felt as thick as a finger, so pins go in and stay in and the holes close behind them. It swallows echoes as a side trade.',
      attributes: { material: ['Recycled wool'], recycled: true, assembly_needed: true },
      variants: [
        ['HLS-PIN-MOS-S', { colour: 'Moss', size: '60 × 40 cm' }, 1100, 1600, [5400, 4900, 37900], [18, 16]],
        ['HLS-PIN-MOS-L', { colour: 'Moss', size: '120 × 60 cm' }, 3200, 4300, [9900, 9200, 69900], [9, 8]],
        ['HLS-PIN-FOG-S', { colour: 'Fog', size: '60 × 40 cm' }, 1100, 1600, [5400, 4900, 37900], [14, 0]],
      ],
    },
    {
      slug: 'second-draft-bin',
      name: 'Second Draft Bin',
      brand: 'Plainsong',
      glyph: 'basket',
      text: 'Spun steel with a rolled lip, tuned so that a crumpled page lands with a soft low note. Encouraging, in its way.',
      attributes: { material: ['Steel'], capacity: 14, diameter: 26, height: 32 },
      variants: [
        ['SDR-BIN-FOG', { colour: 'Fog' }, 1700, 2500, [4900, 4500, 34500], [21, 19]],
        ['SDR-BIN-TER', { colour: 'Terracotta' }, 1700, 2500, [4900, 4500, 34500], [15, 13]],
      ],
    },
  ],
}
