import { backpacks } from './catalogue/backpacks.ts'
import { bakeware } from './catalogue/bakeware.ts'
import { baskets } from './catalogue/baskets.ts'
import { bedLinen } from './catalogue/bedLinen.ts'
import { birdHouses } from './catalogue/birdHouses.ts'
import { bottles } from './catalogue/bottles.ts'
import { campKitchen } from './catalogue/campKitchen.ts'
import { deskOrganisers } from './catalogue/deskOrganisers.ts'
import { desks } from './catalogue/desks.ts'
import { gardenTools } from './catalogue/gardenTools.ts'
import { glassware } from './catalogue/glassware.ts'
import { knivesAndBoards } from './catalogue/knivesAndBoards.ts'
import { notebooks } from './catalogue/notebooks.ts'
import { pendantLights } from './catalogue/pendantLights.ts'
import { pens } from './catalogue/pens.ts'
import { planters } from './catalogue/planters.ts'
import { platesAndBowls } from './catalogue/platesAndBowls.ts'
import { potsAndPans } from './catalogue/potsAndPans.ts'
import { pourOver } from './catalogue/pourOver.ts'
import { tableLamps } from './catalogue/tableLamps.ts'
import { taskChairs } from './catalogue/taskChairs.ts'
import { teapots } from './catalogue/teapots.ts'
import { tents } from './catalogue/tents.ts'
import { throwsAndBlankets } from './catalogue/throwsAndBlankets.ts'
import { vases } from './catalogue/vases.ts'
import type { GroupSeed } from './catalogueEntry.ts'

const kitchen: GroupSeed = {
  slug: 'kitchen-and-table',
  name: 'Kitchen & table',
  description: 'For the hours between hungry and happy.',
  children: [
    { slug: 'coffee-and-tea', name: 'Coffee & tea', description: 'Small ceremonies with hot water.', children: [pourOver, teapots] },
    { slug: 'cooking', name: 'Cooking & baking', description: 'Heat, edges and crust.', children: [potsAndPans, knivesAndBoards, bakeware] },
    { slug: 'tableware', name: 'Tableware', description: 'What the table wears when people come.', children: [platesAndBowls, glassware] },
  ],
}

const home: GroupSeed = {
  slug: 'home-and-living',
  name: 'Home & living',
  description: 'For rooms that are glad when you come in.',
  children: [
    { slug: 'lighting', name: 'Lighting', description: 'Evenings, arranged.', children: [tableLamps, pendantLights] },
    {
      slug: 'textiles',
      name: 'Textiles',
      description: 'Wool, linen and cotton for sitting still and for sleeping.',
      children: [throwsAndBlankets, bedLinen],
    },
    {
      slug: 'accents-and-storage',
      name: 'Accents & storage',
      description: 'Things to look at, and things to put things into.',
      children: [vases, baskets],
    },
  ],
}

const workspace: GroupSeed = {
  slug: 'workspace',
  name: 'Workspace',
  description: 'For work that is worth sitting down to, or standing up for.',
  children: [
    { slug: 'desks-and-seating', name: 'Desks & seating', description: 'Furniture that takes your side.', children: [desks, taskChairs] },
    { slug: 'stationery', name: 'Stationery', description: 'Paper, ink and a little order.', children: [notebooks, pens, deskOrganisers] },
  ],
}

const outdoor: GroupSeed = {
  slug: 'outdoor',
  name: 'Outdoor',
  description: 'For hills, shores and the last row of the campsite.',
  children: [
    { slug: 'camping', name: 'Camping', description: 'A roof and a hot meal, anywhere.', children: [tents, campKitchen] },
    { slug: 'on-the-move', name: 'On the move', description: 'What you carry, and what you carry it in.', children: [backpacks, bottles] },
  ],
}

const garden: GroupSeed = {
  slug: 'garden',
  name: 'Garden',
  description: 'For beds, balconies and the neighbours with wings.',
  children: [
    { slug: 'growing', name: 'Growing', description: 'Tools, pots and patience.', children: [gardenTools, planters] },
    { slug: 'garden-life', name: 'Garden life', description: 'Company, feathered and otherwise.', children: [birdHouses] },
  ],
}

/** The category tree from its roots; the order here is the order in the shop. */
export const catalogue: readonly GroupSeed[] = [kitchen, home, workspace, outdoor, garden]

/** The places that hold stock: code and name. */
export const locations = [
  ['LEJ', 'Leipzig'],
  ['RNO', 'Reno'],
] as const
