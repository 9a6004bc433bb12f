import type { CategorySeed } from '../catalogueEntry.ts'

/** What one digs and cuts with. */
export const gardenTools: CategorySeed = {
  slug: 'garden-tools',
  name: 'Garden tools',
  description: 'Hammered steel and ash, for soil of every mood.',
  glyph: 'trowel',
  products: [
    {
      slug: 'undaunted-trowel',
      name: 'Undaunted Trowel',
      brand: 'Fennimore Forge',
      text: 'The founder bent eleven trowels in one spring and forged the twelfth himself. This is the twelfth.',
      attributes: { material: ['Carbon steel', 'Ash'], length: 32, warranty: 25 },
      variants: [
        ['UDT-TRW-NRW', { size: 'Narrow' }, 310, 400, [3200, 2900, 22500], [48, 52]],
        ['UDT-TRW-BRD', { size: 'Broad' }, 340, 430, [3200, 2900, 22500], [55, 47]],
      ],
    },
    {
      slug: 'border-spade',
      name: 'Border Spade',
      brand: 'Fennimore Forge',
      text: 'Smaller than a digging spade and used ten times as often. The tread is turned over, so boots last as long as the blade.',
      attributes: { material: ['Carbon steel', 'Ash'], length: 96, warranty: 25 },
      variants: [
        ['BRD-SPD-STD', { size: 'Standard' }, 1650, 2200, [7900, 7300, 55500], [18, 16]],
        ['BRD-SPD-LNG', { size: 'Long handle' }, 1850, 2500, [8400, 7800, 58900], [14, 0]],
      ],
    },
    {
      slug: 'robin-secateurs',
      name: 'Robin Secateurs',
      brand: 'Fennimore Forge',
      glyph: 'knife',
      text: 'Every part unscrews, every part can be bought again. They cut a rose stem with the sound of a full stop.',
      attributes: { material: ['Carbon steel', 'Leather'], warranty: 25 },
      variants: [
        ['RBN-SEC-RED-S', { colour: 'Red', size: 'Small hand' }, 210, 300, [6400, 5900, 44500], [24, 22]],
        ['RBN-SEC-RED-L', { colour: 'Red', size: 'Large hand' }, 240, 330, [6400, 5900, 44500], [29, 31]],
        ['RBN-SEC-BRN-L', { colour: 'Brown', size: 'Large hand' }, 240, 330, [6400, 5900, 44500], [17, 19]],
      ],
    },
    {
      slug: 'swan-neck-hoe',
      name: 'Swan-neck Hoe',
      brand: 'Fennimore Forge',
      text: 'Pull it lightly and the weeds lie down before they have thought of a reply. Upright work, kind to backs.',
      attributes: { material: ['Carbon steel', 'Ash'], warranty: 25 },
      variants: [
        ['SWN-HOE-12', { size: '12 cm' }, 820, 1150, [5400, 4900, 37500], [20, 23]],
        ['SWN-HOE-18', { size: '18 cm' }, 960, 1300, [5900, 5400, 41500], [15, 13]],
      ],
    },
    {
      slug: 'april-watering-can',
      name: 'April Watering Can',
      brand: 'Fennimore Forge',
      glyph: 'teapot',
      text: 'Balanced so that it stays level while you walk and bows only when you do. The rose gives a rain that does not wake seedlings.',
      attributes: { material: ['Galvanised steel', 'Brass'] },
      variants: [
        ['APR-CAN-STE-5', { colour: 'Steel', size: '5 l' }, 1200, 1700, [5900, 5400, 41500], [22, 25]],
        ['APR-CAN-GRN-5', { colour: 'Green', size: '5 l' }, 1250, 1750, [6400, 5900, 44500], [19, 17]],
        ['APR-CAN-GRN-9', { colour: 'Green', size: '9 l' }, 1700, 2300, [7900, 7300, 55500], [11, 0]],
      ],
    },
    {
      slug: 'penitent-kneeler',
      name: 'Penitent Kneeler',
      brand: 'Tidewrack',
      glyph: 'slab',
      text: 'Cork between two layers of old sail, with a handle for carrying and for hitting it clean. Flowerbeds forgive a great deal.',
      attributes: { material: ['Cork', 'Sailcloth'], width: 46, depth: 26, height: 4, recycled: true, waterproof: true },
      variants: [
        ['PNT-KNL-NVY', { colour: 'Navy' }, 540, 690, [3600, 3300, 25500], [30, 26]],
        ['PNT-KNL-SAN', { colour: 'Sand' }, 540, 690, [3600, 3300, 25500], [24, 28]],
      ],
    },
    {
      slug: 'bramble-gloves',
      name: 'Bramble Gloves',
      brand: 'Highcairn',
      glyph: 'hook',
      text: 'Goatskin to the knuckle and canvas to the elbow, for disputes with roses. They wash, and come back friends.',
      attributes: { material: ['Goatskin', 'Canvas'], colour: ['Natural'], machine_washable: true },
      variants: [
        ['BRM-GLV-S', { size: 'S' }, 170, 220, [3900, 3600, 27500], [28, 30]],
        ['BRM-GLV-M', { size: 'M' }, 180, 230, [3900, 3600, 27500], [41, 38]],
        ['BRM-GLV-L', { size: 'L' }, 195, 245, [3900, 3600, 27500], [33, 36]],
      ],
    },
    {
      slug: 'next-spring-seed-tin',
      name: 'Next Spring Seed Tin',
      brand: 'Pannikin Post',
      glyph: 'parcel',
      text: 'Twelve dividers, one a month, and a lid that keeps mice honest. The packets you forgot are always in October.',
      attributes: { material: ['Enamelled steel'], width: 27, height: 14, depth: 17 },
      variants: [
        ['NXS-TIN-SAG', { colour: 'Sage' }, 820, 1050, [3400, 3100, 23900], [34, 32]],
        ['NXS-TIN-CRM', { colour: 'Cream' }, 820, 1050, [3400, 3100, 23900], [29, 27]],
      ],
    },
    {
      slug: 'spinster-twine-stand',
      name: 'Spinster Twine Stand',
      brand: 'Fennimore Forge',
      glyph: 'canister',
      text: 'An iron base, a ball of green jute and a blade on the side to settle it. Nothing rolls under the bench any more.',
      attributes: { material: ['Cast iron', 'Jute'], height: 14, refillable: true },
      variants: [
        ['SPN-TWN-GRN', { colour: 'Green' }, 920, 1100, [2900, 2700, 20500], [38, 41]],
        ['SPN-TWN-NAT', { colour: 'Natural' }, 920, 1100, [2900, 2700, 20500], [0, 0]],
      ],
    },
    {
      slug: 'under-gardener-set',
      name: 'Under Gardener Set',
      brand: 'Fennimore Forge',
      glyph: 'hook',
      text: 'Rake, spade and hoe at two thirds the size and none of the plastic. For assistants who want to do it themselves.',
      attributes: { material: ['Carbon steel', 'Ash'], pieces: 3, warranty: 25 },
      variants: [
        ['UGR-SET-RED', { colour: 'Red' }, 1400, 1900, [5900, 5400, 41500], [17, 19]],
        ['UGR-SET-BLU', { colour: 'Blue' }, 1400, 1900, [5900, 5400, 41500], [14, 12]],
      ],
    },
  ],
}
