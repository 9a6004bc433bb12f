import { setFlagsFromString } from 'node:v8'

/** How much the heap may grow, in percent of what was alive, before it is collected again. */
const GROWTH_PERCENT = 50

/**
 * Left alone, V8 lets what is alive become several times as much before it looks for garbage again, for it takes the whole machine as its own. A router has 40 MB alive and
 * makes old garbage slowly, for most of a request dies young (docs/adr/0041). To be called first.
 */
export function growModestly(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
}
