import type { CategorySeed } from '../catalogueEntry.ts'

/** What is written in. */
export const notebooks: CategorySeed = {
  slug: 'notebooks',
  name: 'Notebooks',
  description: 'Paper that takes ink without gossiping about it on the other side.',
  glyph: 'notebook',
  products: [
    {
      slug: 'daughters-notebook',
      name: 'Daughters’ Notebook',
      brand: 'Quillon & Daughters',
      text: 'Sewn in sixteens and rounded at the spine, so it lies open like a well-trained dog. Numbered pages and an index nobody fills in past March.',
      attributes: { material: ['Paper', 'Bookcloth'], pages: 240, size: ['A5'] },
      variants: [
        ['DGH-NTB-OXB-D', { colour: 'Oxblood', ruling: 'Dotted' }, 360, 430, [2400, 2200, 16900], [80, 72]],
        ['DGH-NTB-OXB-L', { colour: 'Oxblood', ruling: 'Lined' }, 360, 430, [2400, 2200, 16900], [66, 58]],
        ['DGH-NTB-INK-D', { colour: 'Ink', ruling: 'Dotted' }, 360, 430, [2400, 2200, 16900], [74, 69]],
        ['DGH-NTB-INK-P', { colour: 'Ink', ruling: 'Plain' }, 360, 430, [2400, 2200, 16900], [41, 0]],
      ],
    },
    {
      slug: 'pocket-witness',
      name: 'Pocket Witness',
      brand: 'Quillon & Daughters',
      text: 'Three thin books in a sleeve, one for each pocket you own. The cover card softens to the curve of whoever carries it.',
      attributes: { material: ['Paper', 'Card'], pages: 64, pieces: 3, size: ['A6'] },
      variants: [
        ['PKW-NTB-KRF', { colour: 'Kraft' }, 120, 160, [1200, 1100, 8500], [150, 140]],
        ['PKW-NTB-SAG', { colour: 'Sage' }, 120, 160, [1200, 1100, 8500], [118, 96]],
      ],
    },
    {
      slug: 'field-ledger',
      name: 'Field Ledger',
      brand: 'Quillon & Daughters',
      text: 'Stone paper that shrugs off drizzle, in a cover that has been under a tractor. Pencil recommended; ink negotiable.',
      attributes: { material: ['Stone paper', 'Waxed canvas'], pages: 160, waterproof: true, ruling: 'Grid' },
      variants: [
        ['FLD-LDG-OLI-S', { colour: 'Olive', size: 'A6' }, 210, 260, [1900, 1750, 13500], [64, 71]],
        ['FLD-LDG-OLI-L', { colour: 'Olive', size: 'A5' }, 410, 480, [2600, 2400, 18500], [48, 52]],
        ['FLD-LDG-ORG-S', { colour: 'Orange', size: 'A6' }, 210, 260, [1900, 1750, 13500], [33, 45]],
      ],
    },
    {
      slug: 'long-year-diary',
      name: 'Long Year Diary',
      brand: 'Quillon & Daughters',
      text: 'Fourteen months, because plans leak over the edges. A week to a page on the left, an honest blank on the right.',
      attributes: { material: ['Paper', 'Bookcloth'], pages: 176, size: ['A5'] },
      variants: [
        ['LYD-DRY-CLA', { colour: 'Clay' }, 320, 390, [2800, 2600, 19900], [55, 49]],
        ['LYD-DRY-SLA', { colour: 'Slate' }, 320, 390, [2800, 2600, 19900], [47, 53]],
        ['LYD-DRY-MUS', { colour: 'Mustard' }, 320, 390, [2800, 2600, 19900], [0, 0]],
      ],
    },
    {
      slug: 'cold-studio-sketchbook',
      name: 'Cold Studio Sketchbook',
      brand: 'Quillon & Daughters',
      text: 'Heavy cotton paper with enough tooth for charcoal and enough patience for a wash. Spiral bound, with the spiral set back where the hand does not go.',
      attributes: { material: ['Cotton paper', 'Board'], colour: ['Black'], pages: 80, ruling: 'Plain' },
      variants: [
        ['CLS-SKB-A5', { size: 'A5' }, 420, 500, [2200, 1990, 15500], [42, 38]],
        ['CLS-SKB-A4', { size: 'A4' }, 840, 960, [3200, 2900, 22500], [36, 31]],
        ['CLS-SKB-A3', { size: 'A3' }, 1650, 1900, [4900, 4500, 34500], [14, 17]],
      ],
    },
    {
      slug: 'minim-manuscript-book',
      name: 'Minim Manuscript Book',
      brand: 'Quillon & Daughters',
      text: 'Ten staves a page, printed in grey so that the notes win. Opens flat enough for a piano, and for a pianist.',
      attributes: { material: ['Paper', 'Card'], pages: 96, ruling: 'Staves', size: ['B5'] },
      variants: [
        ['MNM-MSB-CRM', { colour: 'Cream' }, 310, 380, [1800, 1650, 12900], [30, 26]],
        ['MNM-MSB-BLK', { colour: 'Black' }, 310, 380, [1800, 1650, 12900], [22, 29]],
      ],
    },
    {
      slug: 'gravy-proof-recipe-binder',
      name: 'Gravy Proof Recipe Binder',
      brand: 'Quillon & Daughters',
      text: 'Wipe-clean covers, rings that do not pinch and a pocket for the cuttings from newspapers. Inherits well.',
      attributes: { material: ['Oilcloth', 'Steel'], pages: 120, refillable: true, size: ['A5'] },
      variants: [
        ['GRV-RCP-TER', { colour: 'Terracotta' }, 720, 880, [3900, 3600, 27500], [25, 23]],
        ['GRV-RCP-TEA', { colour: 'Teal' }, 720, 880, [3900, 3600, 27500], [21, 18]],
      ],
    },
    {
      slug: 'yours-truly-letter-set',
      name: 'Yours Truly Letter Set',
      brand: 'Quillon & Daughters',
      glyph: 'parcel',
      text: 'Forty sheets, twenty envelopes with tissue linings, and one sheet of firm lines to slip underneath. Stamps are your own affair.',
      attributes: { material: ['Cotton paper'], pieces: 60, size: ['A5'] },
      variants: [
        ['YRT-LTR-IVO', { colour: 'Ivory' }, 380, 470, [3200, 2900, 22500], [33, 28]],
        ['YRT-LTR-FOG', { colour: 'Fog' }, 380, 470, [3200, 2900, 22500], [24, 30]],
      ],
    },
    {
      slug: 'clean-slate-planner-pad',
      name: 'Clean Slate Planner Pad',
      brand: 'Plainsong',
      glyph: 'board',
      text: 'One day to a sheet, six lines to a day, and the pleasure of tearing it off at five. Recycled paper, recyclable Mondays.',
      attributes: { material: ['Recycled paper'], pages: 80, recycled: true, size: ['A5'] },
      variants: [
        ['CLS-PAD-NAT', { colour: 'Natural' }, 260, 320, [1400, 1290, 9900], [88, 94]],
        ['CLS-PAD-MIN', { colour: 'Mint' }, 260, 320, [1400, 1290, 9900], [67, 61]],
      ],
    },
    {
      slug: 'come-again-guest-book',
      name: 'Come Again Guest Book',
      brand: 'Quillon & Daughters',
      text: 'Half leather, gilt on the top edge only, and paper that flatters every hand. For weddings, cabins and very good parties.',
      attributes: { material: ['Leather', 'Cotton paper'], pages: 200, ruling: 'Plain', width: 26, height: 21 },
      variants: [
        ['CMA-GST-FST', { colour: 'Forest' }, 1100, 1350, [8900, 8200, 62900], [9, 7]],
        ['CMA-GST-BRN', { colour: 'Brown' }, 1100, 1350, [8900, 8200, 62900], [6, 8]],
      ],
    },
  ],
}
