/** The makers in the shop and what each is known for. All of them are invented. */
export const brands = {
  'Aster & Ohm': 'Two former radio engineers who make lamps that switch on with a proper click.',
  Brindlemark: 'Pens and pencils for people who sign things, and for people who doodle.',
  'Clayborne Row': 'A street of potters who share one kiln and argue about glazes.',
  Crumbwright: 'Bakeware tested on a village that has opinions about crust.',
  'Drift & Dally': 'Light things for the road, made by slow travellers.',
  Emberjack: 'Stoves and camp kitchens that light in a crosswind.',
  'Fennimore Forge': 'Garden steel, hammered since the founder grew tired of bent trowels.',
  Ferrowick: 'A small foundry: cast iron, carbon steel, copper on Fridays.',
  Highcairn: 'Shelter and packs for hill weather, sewn to be mended.',
  Lanternfold: 'Paper, ash and brass, folded into light.',
  Leafmere: 'Everything for tea and nothing against coffee.',
  'Linnet & Loom': 'Bed linen woven narrow and slow.',
  Marlhewn: 'Boards, mortars and slabs from wood and stone that would have been waste.',
  'Morrow & Pell': 'Coffee tools drawn by a barista and built by her brother.',
  'Oakshott Joinery': 'Desks with dovetails where nobody looks.',
  'Ottilie Brandt': 'Studio tableware, thrown by hand, signed with an otter.',
  'Pannikin Post': 'Enamel in honest colours, chips included in the charm.',
  Perchwick: 'Chairs for spines of every temperament.',
  Plainsong: 'Quiet objects that keep a desk from shouting.',
  'Quillon & Daughters': 'Bookbinders in the third generation; the daughters run it.',
  Saltreed: 'Baskets from coastal grasses, willow and patience.',
  Tanemori: 'Knives ground thin by a family of toolmakers.',
  Tidewrack: 'Bags and bottles with a former life at sea.',
  Veyrane: 'Mouth-blown glass with exactly as many bubbles as intended.',
  'Woolgather Mill': 'Blankets from wool that can be traced to the hillside.',
  Wrenlodge: 'Homes and restaurants for birds.',
} as const

/** A maker in the shop. */
export type Brand = keyof typeof brands
