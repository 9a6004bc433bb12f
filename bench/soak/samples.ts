import { request } from 'undici'

import { childrenOf } from '../../router/testing/held.ts'

/** What a router holds at one moment. */
export interface Sample {
  readonly seconds: number
  readonly heapMB: number
  readonly residentMB: number
  readonly descriptors: number
  readonly children: number
  readonly generationsOpen: number
}

/** Figures of the router's own metrics page. */
export async function readMetrics(operator: string): Promise<(series: string) => number> {
  const { body } = await request(`${operator}/metrics`)
  const lines = (await body.text()).split('\n')
  return (series) => {
    const [name = '', label = ''] = series.split(' ')
    return Number(
      lines
        .find((line) => line.startsWith(`${name}{`) && line.includes(label))
        ?.split(' ')
        .at(-1) ?? Number.NaN,
    )
  }
}

/** Looks at a router. `seconds` since the soak began. */
export async function sample(operator: string, pid: number, seconds: number): Promise<Sample> {
  const figure = await readMetrics(operator)
  const inMB = (series: string): number => Math.round(figure(series) / 2 ** 20)
  return {
    seconds: Math.round(seconds),
    heapMB: inMB('nodejs_heap_size_used_bytes'),
    residentMB: inMB('process_resident_memory_bytes'),
    descriptors: figure('process_open_fds'),
    children: childrenOf(pid),
    generationsOpen: figure('router_generations_open'),
  }
}

/** What a part of a soak came to: the least heap, for what lies above is garbage that was not collected yet, and the most of all else. */
export function bounds(samples: readonly Sample[]): Omit<Sample, 'seconds'> {
  const most = (key: keyof Sample): number => Math.max(...samples.map((one) => one[key]))
  return {
    heapMB: Math.min(...samples.map(({ heapMB }) => heapMB)),
    residentMB: most('residentMB'),
    descriptors: most('descriptors'),
    children: most('children'),
    generationsOpen: most('generationsOpen'),
  }
}

const HEAP_SHARE = 1.2
const HEAP_MB = 10
const DESCRIPTORS = 20

/** Whether the last part of a soak holds no more than the first, but for noise. */
export function isFlat(first: Omit<Sample, 'seconds'>, last: Omit<Sample, 'seconds'>): boolean {
  const hasHeap = last.heapMB <= Math.max(first.heapMB * HEAP_SHARE, first.heapMB + HEAP_MB)
  return hasHeap && last.descriptors <= first.descriptors + DESCRIPTORS && last.children <= Math.max(first.children, 3)
}
