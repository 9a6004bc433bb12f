import type { CategorySeed } from '../catalogueEntry.ts'

/** What beds wear. */
export const bedLinen: CategorySeed = {
  slug: 'bed-linen',
  name: 'Bed linen',
  description: 'Woven narrow and slow, washed soft, sold by the piece so that you need not match.',
  glyph: 'pillow',
  products: [
    {
      slug: 'early-bird-duvet-cover',
      name: 'Early Bird Duvet Cover',
      brand: 'Linnet & Loom',
      text: 'Crisp percale that is cool for the first minute and right for the rest of the night. Corner ties inside, because duvets wander.',
      attributes: { material: ['Organic cotton'], machine_washable: true, made_in: 'Portugal' },
      variants: [
        ['EBD-DUV-WHT-S', { colour: 'White', size: '135 × 200 cm' }, 980, 1200, [7900, 7300, 55900], [30, 22]],
        ['EBD-DUV-WHT-D', { colour: 'White', size: '200 × 200 cm' }, 1380, 1650, [10900, 9900, 77900], [24, 26]],
        ['EBD-DUV-SKY-S', { colour: 'Sky', size: '135 × 200 cm' }, 980, 1200, [7900, 7300, 55900], [18, 15]],
        ['EBD-DUV-SKY-D', { colour: 'Sky', size: '200 × 200 cm' }, 1380, 1650, [10900, 9900, 77900], [12, 0]],
      ],
    },
    {
      slug: 'rumple-linen-duvet-cover',
      name: 'Rumple Linen Duvet Cover',
      brand: 'Linnet & Loom',
      text: 'Looks slept in from the first day, in the best sense. The flax is grown within a cart ride of the loom.',
      attributes: { material: ['Linen'], machine_washable: true, made_in: 'Lithuania' },
      variants: [
        ['RMP-DUV-FLX-S', { colour: 'Flax', size: '135 × 200 cm' }, 1150, 1400, [15900, 14900, 113900], [14, 11]],
        ['RMP-DUV-FLX-D', { colour: 'Flax', size: '200 × 200 cm' }, 1650, 1950, [20900, 19500, 149900], [10, 9]],
        ['RMP-DUV-CLA-S', { colour: 'Clay', size: '135 × 200 cm' }, 1150, 1400, [15900, 14900, 113900], [8, 10]],
      ],
    },
    {
      slug: 'rumple-linen-pillowcase',
      name: 'Rumple Linen Pillowcase',
      brand: 'Linnet & Loom',
      text: 'An envelope back, so no button ever meets your cheek. Pairs with its duvet cover or with anything that is not shiny.',
      attributes: { material: ['Linen'], machine_washable: true, made_in: 'Lithuania' },
      variants: [
        ['RMP-PIL-FLX', { colour: 'Flax', size: '50 × 75 cm' }, 190, 260, [3400, 3100, 24500], [44, 40]],
        ['RMP-PIL-CLA', { colour: 'Clay', size: '50 × 75 cm' }, 190, 260, [3400, 3100, 24500], [32, 35]],
        ['RMP-PIL-SAG', { colour: 'Sage', size: '50 × 75 cm' }, 190, 260, [3400, 3100, 24500], [0, 0]],
      ],
    },
    {
      slug: 'nightjar-sateen-set',
      name: 'Nightjar Sateen Set',
      brand: 'Linnet & Loom',
      text: 'A weave with a low sheen and a warm hand, for people who sleep cold. Dark colours that stay dark past the fiftieth wash.',
      attributes: { material: ['Organic cotton'], pieces: 3, machine_washable: true, season: 'Winter' },
      variants: [
        ['NJR-SET-INK', { colour: 'Ink' }, 1900, 2300, [14900, 13900, 106900], [11, 13]],
        ['NJR-SET-PLM', { colour: 'Plum' }, 1900, 2300, [14900, 13900, 106900], [8, 6]],
      ],
    },
    {
      slug: 'stay-put-fitted-sheet',
      name: 'Stay-put Fitted Sheet',
      brand: 'Linnet & Loom',
      glyph: 'blanket',
      text: 'Elastic the whole way round and pockets deep enough for old mattresses and new ones. It is called what it does.',
      attributes: { material: ['Organic cotton'], colour: ['White'], machine_washable: true },
      variants: [
        ['STP-FIT-090', { size: '90 × 200 cm' }, 520, 680, [3900, 3600, 27900], [60, 48]],
        ['STP-FIT-140', { size: '140 × 200 cm' }, 740, 920, [4900, 4500, 34900], [52, 46]],
        ['STP-FIT-180', { size: '180 × 200 cm' }, 910, 1120, [5900, 5400, 41900], [39, 42]],
      ],
    },
    {
      slug: 'drowse-flannel-set',
      name: 'Drowse Flannel Set',
      brand: 'Linnet & Loom',
      text: 'Brushed on both sides for the months when getting into bed is an act of courage. The check is woven, so the back is as handsome as the front.',
      attributes: { material: ['Cotton'], pieces: 2, machine_washable: true, season: 'Winter' },
      variants: [
        ['DRW-FLN-RED', { colour: 'Red' }, 1600, 1950, [8900, 8200, 63900], [16, 21]],
        ['DRW-FLN-GRY', { colour: 'Grey' }, 1600, 1950, [8900, 8200, 63900], [19, 14]],
      ],
    },
    {
      slug: 'rustle-buckwheat-pillow',
      name: 'Rustle Buckwheat Pillow',
      brand: 'Saltreed',
      text: 'Hulls that shift until they fit your neck and then hold still. It whispers when you turn over; most people come to like the company.',
      attributes: { material: ['Buckwheat hulls', 'Cotton'], colour: ['Natural'], refillable: true },
      variants: [
        ['RST-PIL-S', { size: '35 × 45 cm' }, 1700, 1900, [4400, 4100, 31900], [25, 20]],
        ['RST-PIL-L', { size: '40 × 60 cm' }, 2600, 2900, [5900, 5400, 41900], [18, 17]],
      ],
    },
    {
      slug: 'cloudshed-wool-duvet',
      name: 'Cloudshed Wool Duvet',
      brand: 'Woolgather Mill',
      glyph: 'blanket',
      text: 'Fleece that other mills call too short, carded into a duvet that breathes. Warm in January, and politely absent in June.',
      attributes: { material: ['Wool', 'Cotton'], colour: ['Ivory'], season: 'All year', machine_washable: false },
      variants: [
        ['CLD-DUV-S', { size: '135 × 200 cm' }, 1500, 2100, [16900, 15500, 119900], [10, 12]],
        ['CLD-DUV-D', { size: '200 × 220 cm' }, 2400, 3200, [23900, 21900, 169900], [8, 7]],
      ],
    },
    {
      slug: 'ticking-mattress-topper',
      name: 'Ticking Mattress Topper',
      brand: 'Woolgather Mill',
      glyph: 'slab',
      text: 'Four centimetres of tufted wool under blue ticking. It turns a firm bed into a kind one, and a kind one into a late start.',
      attributes: { material: ['Wool', 'Cotton'], colour: ['Blue'], height: 4 },
      variants: [
        ['TCK-TOP-090', { size: '90 × 200 cm' }, 3400, 4100, [18900, 17500, 134900], [6, 5]],
        ['TCK-TOP-160', { size: '160 × 200 cm' }, 6000, 6900, [27900, 25900, 199900], [4, 0]],
      ],
    },
    {
      slug: 'lullaby-cot-set',
      name: 'Lullaby Cot Set',
      brand: 'Linnet & Loom',
      text: 'Printed with one very small linnet, somewhere near a corner, for finding at bedtime. Washes at sixty, as it must.',
      attributes: { material: ['Organic cotton'], pieces: 3, width: 70, length: 140, machine_washable: true },
      variants: [
        ['LLB-COT-MIN', { colour: 'Mint' }, 640, 820, [5400, 4900, 38900], [27, 23]],
        ['LLB-COT-YEL', { colour: 'Yellow' }, 640, 820, [5400, 4900, 38900], [20, 25]],
      ],
    },
  ],
}
