import type { CategorySeed } from '../catalogueEntry.ts'

/** What plants live in. */
export const planters: CategorySeed = {
  slug: 'planters',
  name: 'Planters & pots',
  description: 'Homes for roots, indoors and out, with somewhere for the water to go.',
  glyph: 'planter',
  products: [
    {
      slug: 'alley-terracotta-pot',
      name: 'Alley Terracotta Pot',
      brand: 'Clayborne Row',
      text: 'Thrown thick at the rim where pots get knocked, thin at the foot where roots need air. Frost has tried; frost has gone home.',
      attributes: { material: ['Terracotta'], colour: ['Terracotta'], made_in: 'England' },
      variants: [
        ['ALY-POT-15', { size: '15 cm' }, 780, 1100, [1400, 1290, 9900], [90, 84]],
        ['ALY-POT-22', { size: '22 cm' }, 1900, 2500, [2400, 2200, 16900], [66, 60]],
        ['ALY-POT-34', { size: '34 cm' }, 6200, 7600, [4900, 4500, 34500], [24, 0]],
      ],
    },
    {
      slug: 'conservatory-cachepot',
      name: 'Conservatory Cachepot',
      brand: 'Ottilie Brandt',
      text: 'Glazed inside and out, with a hidden step that keeps roots above the puddle. Somewhere near the base, an otter is watering a fern.',
      attributes: { material: ['Stoneware'], made_in: 'Germany' },
      variants: [
        ['CSV-POT-CEL-14', { colour: 'Celadon', size: '14 cm' }, 720, 1000, [3400, 3100, 23900], [31, 28]],
        ['CSV-POT-CEL-20', { colour: 'Celadon', size: '20 cm' }, 1500, 2000, [4900, 4500, 34500], [22, 20]],
        ['CSV-POT-INK-20', { colour: 'Ink', size: '20 cm' }, 1500, 2000, [4900, 4500, 34500], [16, 14]],
      ],
    },
    {
      slug: 'sill-trough',
      name: 'Sill Trough',
      brand: 'Clayborne Row',
      text: 'Basil, parsley, thyme, and room for one more opinion. A saucer runs the whole length, so the sill stays a sill.',
      attributes: { material: ['Earthenware'], height: 13, depth: 14, pieces: 2 },
      variants: [
        ['SIL-TRG-CHA-40', { colour: 'Chalk', size: '40 cm' }, 2100, 2800, [4400, 4100, 31500], [26, 24]],
        ['SIL-TRG-CHA-60', { colour: 'Chalk', size: '60 cm' }, 3200, 4100, [5900, 5400, 41500], [17, 15]],
        ['SIL-TRG-CLA-40', { colour: 'Clay', size: '40 cm' }, 2100, 2800, [4400, 4100, 31500], [19, 21]],
      ],
    },
    {
      slug: 'washday-tub',
      name: 'Washday Tub',
      brand: 'Fennimore Forge',
      glyph: 'basket',
      text: 'Ribbed and galvanised like the tubs laundry used to be beaten in. Takes a lemon tree, a crop of potatoes or forty bottles on ice.',
      attributes: { material: ['Galvanised steel'], colour: ['Steel'], waterproof: true },
      variants: [
        ['WSD-TUB-30', { size: '30 l' }, 3100, 4000, [5900, 5400, 41500], [18, 16]],
        ['WSD-TUB-70', { size: '70 l' }, 5400, 6900, [8900, 8200, 62500], [9, 11]],
      ],
    },
    {
      slug: 'trapeze-hanging-planter',
      name: 'Trapeze Hanging Planter',
      brand: 'Saltreed',
      text: 'A woven cradle on three cords, knotted so it hangs level even when the plant does not. The liner lifts out for watering.',
      attributes: { material: ['Seagrass', 'Cotton', 'Recycled plastic'], diameter: 20, length: 80 },
      variants: [
        ['TRP-HNG-NAT', { colour: 'Natural' }, 360, 540, [2900, 2700, 20500], [40, 44]],
        ['TRP-HNG-BLK', { colour: 'Black' }, 360, 540, [2900, 2700, 20500], [27, 25]],
      ],
    },
    {
      slug: 'camel-self-watering-pot',
      name: 'Camel Self-watering Pot',
      brand: 'Tidewrack',
      text: 'A wick, a reservoir and three weeks of peace. The little float stands up when it is thirsty, so you need not feel the soil and guess.',
      attributes: { material: ['Recycled plastic', 'Cotton'], diameter: 18, height: 17, recycled: true },
      variants: [
        ['CML-POT-SAN', { colour: 'Sand' }, 620, 840, [2600, 2400, 18500], [53, 49]],
        ['CML-POT-TEA', { colour: 'Teal' }, 620, 840, [2600, 2400, 18500], [45, 41]],
        ['CML-POT-ROS', { colour: 'Rose' }, 620, 840, [2600, 2400, 18500], [0, 0]],
      ],
    },
    {
      slug: 'understudy-plant-stand',
      name: 'Understudy Plant Stand',
      brand: 'Oakshott Joinery',
      glyph: 'stool',
      text: 'Four legs and a crosspiece that fits two sizes of pot, depending on which way up it stands. Waits patiently for its fern.',
      attributes: { material: ['Oak'], diameter: 27, assembly_needed: true },
      variants: [
        ['UNS-STD-OAK-30', { colour: 'Oak', size: '30 cm' }, 1100, 1500, [5400, 4900, 37900], [22, 20]],
        ['UNS-STD-OAK-50', { colour: 'Oak', size: '50 cm' }, 1500, 2000, [6400, 5900, 44500], [18, 17]],
        ['UNS-STD-BLK-50', { colour: 'Black', size: '50 cm' }, 1500, 2000, [6400, 5900, 44500], [13, 0]],
      ],
    },
    {
      slug: 'cutting-room-glass-station',
      name: 'Cutting Room Glass Station',
      brand: 'Veyrane',
      glyph: 'glass',
      text: 'Five bulbs of glass in a rail of beech, for twigs in two minds about becoming plants. Roots are the best thing to watch on a windowsill.',
      attributes: { material: ['Glass', 'Beech'], colour: ['Clear'] },
      variants: [
        ['CTR-GLS-3', { set: 'Three bulbs' }, 360, 620, [3200, 2900, 22500], [33, 29]],
        ['CTR-GLS-5', { set: 'Five bulbs' }, 580, 920, [4400, 4100, 31500], [26, 22]],
      ],
    },
    {
      slug: 'allotment-raised-bed',
      name: 'Allotment Raised Bed',
      brand: 'Oakshott Joinery',
      glyph: 'parcel',
      text: 'Larch boards that need no paint and corners that need one peg. Up in ten minutes, silver by autumn, still square in ten years.',
      attributes: { material: ['Larch'], colour: ['Natural'], height: 30, assembly_needed: true, warranty: 10 },
      variants: [
        ['ALT-BED-120', { size: '120 × 80 cm' }, 14500, 16500, [12900, 11900, 89900], [10, 12]],
        ['ALT-BED-200', { size: '200 × 100 cm' }, 21500, 24500, [16900, 15500, 117900], [7, 6]],
      ],
    },
    {
      slug: 'small-mountain-bonsai-tray',
      name: 'Small Mountain Bonsai Tray',
      brand: 'Ottilie Brandt',
      text: 'Unglazed, low and very quiet, with holes for wire where wire wants to go. We are still choosing between two greys.',
      attributes: { material: ['Stoneware'], height: 6 },
      status: 'DRAFT',
      variants: [
        ['SMT-BNS-GRY-20', { colour: 'Grey', size: '20 cm' }, 780, 1100, [3900, 3600, 27500], [8, 0]],
        ['SMT-BNS-SLA-28', { colour: 'Slate', size: '28 cm' }, 1300, 1750, [5400, 4900, 37900], [5, 0]],
      ],
    },
  ],
}
