import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { OperatorError } from '../../start/operatorError.ts'
import { readRetail } from './readRetail.ts'

const folder = await mkdtemp(join(tmpdir(), 'retail-'))

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(folder, `${Math.trunc(performance.now() * 1000)}.csv.gz`)
  await writeFile(file, content)
  return file
}

const refuses = (file: string, sentence: RegExp): Promise<void> =>
  assert.rejects(
    readRetail(file, () => {}),
    (error) => error instanceof OperatorError && sentence.test(error.message) && !error.message.includes('\n'),
  )

after(() => rm(folder, { recursive: true }))

test('reads a packed file and ends its bar', async () => {
  const shares: number[] = []
  const file = await fileOf(gzipSync('InvoiceNo,StockCode\r\n1,10002,"INFLATABLE, GLOBE",1,d,0.85,,UK\r\n'))
  assert.deepEqual(await readRetail(file, (share) => shares.push(share)), [{ code: '10002', description: 'INFLATABLE, GLOBE', pence: 85, sales: 1 }])
  assert.equal(shares.at(-1), 1)
})

test('a missing file, a broken one and another one are each refused in one sentence', async () => {
  await refuses(
    join(folder, 'nowhere.csv.gz'),
    /^The archive is not there: put the Online Retail data set at .*nowhere\.csv\.gz, or run `npm run seed` without it\.$/,
  )
  await refuses(await fileOf('not packed at all'), /cannot be read: .*Fetch it again\.$/)
  await refuses(await fileOf(gzipSync('x'.repeat(200_000)).subarray(0, 100)), /cannot be read: .*Fetch it again\.$/)
  await refuses(await fileOf(gzipSync('name,price\nApple,1\n')), /holds no sale of a product/)
})
