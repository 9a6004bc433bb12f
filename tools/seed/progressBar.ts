/** Shows how far a work is; a share of 1 ends the line. */
export type Progress = (share: number) => void

const WIDTH = 30

/** The bar of a share between 0 and 1, as text. */
export function barOf(label: string, share: number): string {
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH)
  return `${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(Math.round((filled / WIDTH) * 100)).padStart(3)} %`
}

/** A bar that is redrawn in place on a terminal; elsewhere only its end is written, so that logs stay short. */
export function createProgressBar(label: string, stream: NodeJS.WriteStream): Progress {
  let shown = ''
  return (share) => {
    const bar = barOf(label, share)
    if (share >= 1) stream.write(stream.isTTY ? `\r${bar}\n` : `${bar}\n`)
    else if (stream.isTTY && bar !== shown) stream.write(`\r${bar}`)
    shown = bar
  }
}
