import { pino, symbols, type DestinationStream } from 'pino'

const GATHERED_BYTES = 8 * 1024
const GATHERED_MS = 50
const WARN = 40

/**
 * Standard output, written many lines at a time: a call into the system for each line costs a router more than making it. A line waits for 50 ms at the
 * most; from `warn` on none does, and none is lost when the process ends but by SIGKILL.
 */
export function gatherLines(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: true, minLength: GATHERED_BYTES })
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    out.flushSync()
  }
  process.once('exit', flush)
  return {
    [symbols.needsMetadataGsym]: true as const,
    lastLevel: 0,
    write(line: string) {
      out.write(line)
      if (this.lastLevel >= WARN) flush()
      else timer ??= setTimeout(flush, GATHERED_MS).unref()
    },
  } as DestinationStream & { readonly lastLevel: number }
}
