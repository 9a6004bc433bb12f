import type { CategorySeed } from '../catalogueEntry.ts'

/** What is written with. */
export const pens: CategorySeed = {
  slug: 'pens-and-pencils',
  name: 'Pens & pencils',
  description: 'For people who sign things, and for people who doodle while others sign.',
  glyph: 'pen',
  products: [
    {
      slug: 'signatory-fountain-pen',
      name: 'Signatory Fountain Pen',
      brand: 'Brindlemark',
      text: 'A steel nib ground by hand on the last Thursday of production, when everyone is in a good mood. Writes at the first touch after a month in a drawer.',
      attributes: { material: ['Resin', 'Steel'], length: 13.6, refillable: true, warranty: 10 },
      variants: [
        ['SGN-FPN-INK-F', { colour: 'Ink', nib: 'Fine' }, 24, 120, [7900, 7300, 55900], [25, 22]],
        ['SGN-FPN-INK-M', { colour: 'Ink', nib: 'Medium' }, 24, 120, [7900, 7300, 55900], [28, 30]],
        ['SGN-FPN-OXB-F', { colour: 'Oxblood', nib: 'Fine' }, 24, 120, [7900, 7300, 55900], [14, 16]],
        ['SGN-FPN-OXB-B', { colour: 'Oxblood', nib: 'Broad' }, 24, 120, [7900, 7300, 55900], [0, 9]],
      ],
    },
    {
      slug: 'apprentice-fountain-pen',
      name: 'Apprentice Fountain Pen',
      brand: 'Brindlemark',
      text: 'A grip that shows the fingers where to sit and a cap that cannot roll. For the first pen at school, or the first in thirty years.',
      attributes: { material: ['Recycled plastic', 'Steel'], length: 13.9, refillable: true, recycled: true },
      variants: [
        ['APR-FPN-YEL', { colour: 'Yellow' }, 18, 70, [1900, 1750, 13500], [90, 84]],
        ['APR-FPN-SKY', { colour: 'Sky' }, 18, 70, [1900, 1750, 13500], [76, 81]],
      ],
    },
    {
      slug: 'hexagon-ballpoint',
      name: 'Hexagon Ballpoint',
      brand: 'Brindlemark',
      text: 'Milled from a brass bar with six flat sides, so it stays on the desk at sea. The click has been compared to a small safe.',
      attributes: { material: ['Brass'], length: 13, refillable: true, warranty: 10 },
      variants: [
        ['HXG-BLP-BRS', { colour: 'Brass' }, 42, 95, [3900, 3600, 27500], [52, 47]],
        ['HXG-BLP-BLK', { colour: 'Black' }, 42, 95, [4200, 3900, 29900], [44, 40]],
        ['HXG-BLP-CPR', { colour: 'Copper' }, 45, 98, [4200, 3900, 29900], [31, 0]],
      ],
    },
    {
      slug: 'windbreak-pencils',
      name: 'Windbreak Pencils',
      brand: 'Brindlemark',
      glyph: 'organiser',
      text: 'Twelve pencils from poplars that used to shelter pears. Unpainted, unpretentious, and stamped with a different tree each.',
      attributes: { material: ['Poplar', 'Graphite'], colour: ['Natural'], pieces: 12 },
      variants: [
        ['WND-PCL-HB', { set: 'HB' }, 62, 95, [990, 920, 6900], [140, 150]],
        ['WND-PCL-MIX', { set: '4H to 6B' }, 62, 95, [1290, 1190, 8900], [96, 88]],
      ],
    },
    {
      slug: 'foreman-lead-holder',
      name: 'Foreman Lead Holder',
      brand: 'Brindlemark',
      text: 'Takes leads as thick as a match and sharpens them in its own tail. At home behind an ear.',
      attributes: { material: ['Aluminium', 'Walnut'], length: 14, refillable: true },
      variants: [
        ['FRM-LED-GRA', { colour: 'Graphite' }, 26, 70, [2800, 2600, 19900], [38, 42]],
        ['FRM-LED-RED', { colour: 'Red' }, 26, 70, [2800, 2600, 19900], [29, 25]],
      ],
    },
    {
      slug: 'bottled-weather-ink',
      name: 'Bottled Weather Ink',
      brand: 'Brindlemark',
      glyph: 'canister',
      text: 'Inks mixed after skies: they dry a shade lighter than they pour, as weather does. The bottle leans, for the last drop.',
      attributes: { material: ['Glass'], capacity: 0.05, refillable: true },
      variants: [
        ['BTW-INK-STO', { colour: 'Storm' }, 140, 210, [1800, 1650, 12500], [62, 57]],
        ['BTW-INK-MID', { colour: 'Midnight' }, 140, 210, [1800, 1650, 12500], [71, 66]],
        ['BTW-INK-RST', { colour: 'Rust' }, 140, 210, [1800, 1650, 12500], [40, 38]],
      ],
    },
    {
      slug: 'reed-brush-pen',
      name: 'Reed Brush Pen',
      brand: 'Brindlemark',
      text: 'A tip between brush and felt, thin on the way up and fat on the way down. Addresses on envelopes begin to look like invitations.',
      attributes: { material: ['Bamboo', 'Nylon'], length: 15, refillable: true },
      variants: [
        ['RED-BRP-BLK', { colour: 'Black' }, 16, 48, [1600, 1450, 10900], [83, 79]],
        ['RED-BRP-IND', { colour: 'Indigo' }, 16, 48, [1600, 1450, 10900], [58, 0]],
      ],
    },
    {
      slug: 'allotment-colour-pencils',
      name: 'Allotment Colour Pencils',
      brand: 'Brindlemark',
      glyph: 'organiser',
      text: 'Colours named for vegetables and picked at their best. The tin has a lid that serves as a tray and a hinge that has been tested by six-year-olds.',
      attributes: { material: ['Poplar', 'Steel'], colour: ['Red', 'Orange', 'Yellow', 'Green', 'Blue'] },
      variants: [
        ['ALT-CPN-24', { set: '24 colours' }, 210, 290, [2900, 2700, 20500], [54, 50]],
        ['ALT-CPN-48', { set: '48 colours' }, 410, 520, [4900, 4500, 34500], [33, 36]],
      ],
    },
    {
      slug: 'long-point-sharpener',
      name: 'Long Point Sharpener',
      brand: 'Brindlemark',
      glyph: 'parcel',
      text: 'Two holes: one shapes the wood, the other the lead. The result could stitch leather, so mind the pocket.',
      attributes: { material: ['Brass', 'Steel'], colour: ['Brass'], refillable: true },
      variants: [
        ['LPT-SHP-ONE', { set: 'Sharpener' }, 38, 60, [1200, 1090, 8200], [77, 82]],
        ['LPT-SHP-BLD', { set: 'With spare blades' }, 42, 68, [1600, 1450, 10900], [0, 0]],
      ],
    },
    {
      slug: 'quiver-pen-roll',
      name: 'Quiver Pen Roll',
      brand: 'Brindlemark',
      glyph: 'hook',
      text: 'Six slots in waxed canvas and a flap so that nobody scratches anybody. Ties with a cord, twice round and under.',
      attributes: { material: ['Waxed canvas', 'Leather'], width: 20, height: 19 },
      variants: [
        ['QVR-ROL-OLI', { colour: 'Olive' }, 110, 160, [3400, 3100, 23900], [36, 33]],
        ['QVR-ROL-NVY', { colour: 'Navy' }, 110, 160, [3400, 3100, 23900], [30, 27]],
      ],
    },
  ],
}
