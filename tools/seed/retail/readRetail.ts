import { createReadStream, existsSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

import { OperatorError } from '../../start/operatorError.ts'
import type { Progress } from '../progressBar.ts'
import { createRetailReader, type RetailProduct } from './retailProducts.ts'

/** The products of the archive file. Throws OperatorError when it is not there or is something else. */
export async function readRetail(file: string, progress: Progress): Promise<RetailProduct[]> {
  if (!existsSync(file))
    throw new OperatorError(`The archive is not there: put the Online Retail data set at ${file}, or run \`npm run seed\` without it.`)
  const { size } = statSync(file)
  const source = createReadStream(file)
  let read = 0
  source.on('data', (chunk) => {
    read += chunk.length
    if (read < size) progress(read / size)
  })
  const reader = createRetailReader()
  try {
    const unpacked = source.pipe(createGunzip())
    source.on('error', (error) => unpacked.destroy(error))
    for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) reader.add(line)
  } catch (error) {
    throw new OperatorError(`The archive ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. Fetch it again.`)
  }
  const products = reader.products()
  if (products.length === 0) throw new OperatorError(`The archive ${file} holds no sale of a product: it is not the Online Retail data set.`)
  progress(1)
  return products
}
