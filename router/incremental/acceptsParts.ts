import { createMemo } from '@agora/security/memo.ts'

/** So many `accept` headers are remembered; clients have few. */
const REMEMBERED = 200
const LONGEST_REMEMBERED = 300
const NAMES_PARTS = /\/mixed/i

interface MediaRange {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
  readonly quality: number
}

/**
 * Tells whether a client takes an answer in parts, in the format of 2022-08-24: its `accept` header names `multipart/mixed;deferSpec=20220824`, and nothing that fits parts of another
 * format better. Apollo Server, which writes them, would refuse any other.
 */
export function createAcceptsParts(): (accept: string | undefined) => boolean {
  const acceptsParts = createMemo({ limit: REMEMBERED, longestKey: LONGEST_REMEMBERED, make: judge })
  return (accept) => accept !== undefined && NAMES_PARTS.test(accept) && acceptsParts(accept)
}

function judge(accept: string): boolean {
  const ranges = accept.split(',').map(readRange)
  const at = ranges.findIndex(isWanted)
  const wanted = ranges[at]
  if (wanted === undefined || wanted.quality === 0) return false
  return ranges.every((other, position) => {
    if (!OTHERS.has(other.type) || isWanted(other)) return true
    // A range that names a format is as exact as ours; what stands first is meant first.
    const isAsExact = other.type === 'multipart/mixed' && other.parameters.size > 0
    return other.quality < wanted.quality || (other.quality === wanted.quality && (!isAsExact || position > at))
  })
}

const OTHERS = new Set(['multipart/mixed', 'multipart/*', '*/*'])

function isWanted({ type, parameters }: MediaRange): boolean {
  return type === 'multipart/mixed' && parameters.size === 1 && parameters.get('deferspec') === '20220824'
}

function readRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((one) => one.trim())
  const parameters = new Map(rest.map((one) => [(one.split('=', 1)[0] ?? '').trim().toLowerCase(), unquoted(one.slice(one.indexOf('=') + 1).trim())]))
  const quality = Number(parameters.get('q') ?? 1)
  parameters.delete('q')
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality }
}

function unquoted(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1) : value
}
