import { fail, ok, type Result } from '@agora/errors/result.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** The most pixels along one side. */
const MAX_SIDE = 4096

/** Whether the bytes are a PNG: signature, sane size, and chunks that end with IEND and the file (https://www.w3.org/TR/png-3/#5DataRep). */
export function checkPng(bytes: Buffer): Result<null, string> {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return fail('The bytes do not begin as a PNG does')
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return fail('The PNG has no header')
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (width === 0 || height === 0 || width > MAX_SIDE || height > MAX_SIDE) return fail(`A PNG has 1–${MAX_SIDE} pixels a side`)
  let offset = 8
  while (offset + 12 <= bytes.length) {
    const end = offset + 12 + bytes.readUInt32BE(offset)
    if (bytes.toString('latin1', offset + 4, offset + 8) === 'IEND') return end === bytes.length ? ok(null) : fail('The PNG goes on after its end')
    offset = end
  }
  return fail('The PNG is cut off')
}
