/** Chance that can be had again: the same seed draws the same numbers. */
export interface Chance {
  /** From 0 to below 1. */
  draw(): number
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number
  /** One of them. Throws when there is none. */
  pick<Value>(values: readonly Value[]): Value
  /** One of the keys, each as likely as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key
  shuffled<Value>(values: readonly Value[]): Value[]
  /** Chance of its own for a part, which draws the same whatever the other parts draw. */
  child(part: number): Chance
}

/** Chance from a seed: mulberry32, 32 bits of state, good enough to choose and by no means to hide. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + Math.floor(draw() * (most - least + 1))
  const pick = <Value>(values: readonly Value[]): Value => {
    const chosen = values[between(0, values.length - 1)]
    if (chosen === undefined) throw new RangeError('There is nothing to pick from')
    return chosen
  }
  return {
    draw,
    between,
    pick,
    weighted<Key extends string>(weights: Readonly<Record<Key, number>>) {
      const entries = Object.entries(weights) as [Key, number][]
      let left = draw() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) if ((left -= weight) < 0) return key
      return pick(entries)[0]
    },
    shuffled: (values) =>
      values
        .map((value) => ({ value, place: draw() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ value }) => value),
    child: (part) => createChance(Math.imul(seed ^ 0x9e3779b9, 2 * part + 1) ^ part),
  }
}
