const followers = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back when a signal is aborted, until the function that it answers is called; at the next turn where it is aborted already. The calls of one
 * request have one listener in common: a listener costs more than all else that a call keeps.
 */
export function followSignal(signal: AbortSignal, abandon: () => void): () => void {
  if (signal.aborted) queueMicrotask(abandon)
  const following = followers.get(signal) ?? listenTo(signal)
  following.add(abandon)
  return () => void following.delete(abandon)
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const following = new Set<() => void>()
  followers.set(signal, following)
  const tell = (): void => following.forEach((abandon) => abandon())
  signal.addEventListener('abort', tell, { once: true })
  return following
}
