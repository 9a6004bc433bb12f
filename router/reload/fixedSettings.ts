import type { RouterConfig } from '../config/routerConfig.ts'

type Fixed = Pick<RouterConfig, 'listen' | 'reload'>

/** Why a config cannot take another's place in a running router: one sentence, or null. The sockets stay open, so their addresses stay. */
export function refuseMoved(serving: Fixed, wanted: Fixed): string | null {
  const [before, after] = [fixedOf(serving), fixedOf(wanted)]
  const moved = Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key])
  return moved.length === 0 ? null : `A running router cannot change ${moved.join(' and ')}: start it again, or take the change back.`
}

function fixedOf({ listen, reload }: Fixed): Readonly<Record<string, unknown>> {
  const addresses = Object.entries(listen).map(([key, value]) => [`listen.${key}`, value] as const)
  return { ...Object.fromEntries(addresses), 'reload.watch': reload.watch }
}
