import assert from 'node:assert/strict'
import { test } from 'node:test'

import { barOf } from '../progressBar.ts'
import { csvFields } from './csvFields.ts'
import { createRetailReader } from './retailProducts.ts'
import { retailSeed } from './seedRetail.ts'

const productsOf = (...lines: string[]) => {
  const reader = createRetailReader()
  for (const line of lines) reader.add(line)
  return reader.products()
}

test('quoted fields keep their commas and quotes', () => {
  assert.deepEqual(csvFields('1,"BOX, ""LARGE""",,3'), ['1', 'BOX, "LARGE"', '', '3'])
  assert.deepEqual(csvFields('"a",b,""'), ['a', 'b', ''])
  assert.deepEqual(csvFields('a,,'), ['a', '', ''])
})

test('a product has the median of its positive prices and its commonest description', () => {
  const lines = [
    '1,22423,REGENCY CAKESTAND ,1,d,10.95,,UK',
    '2,22423,REGENCY CAKESTAND,1,d,12.75,,UK',
    '3,22423,damages,1,d,0.0,,UK',
    '4,22423,CAKESTAND,1,d,16.13,,UK',
  ]
  assert.deepEqual(productsOf(...lines), [{ code: '22423', description: 'REGENCY CAKESTAND', pence: 1275, sales: 3 }])
})

test('of an even number of prices the lower middle one counts', () => {
  assert.equal(productsOf('1,10002,X,1,d,1.00,,UK', '1,10002,X,1,d,3.00,,UK')[0]?.pence, 100)
})

test('codes in other letters are one product, and what is no product is passed over', () => {
  const lines = [
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    '1,85123a,HEART,1,d,2.55,,UK',
    '2,85123A,HEART,1,d,2.55,,UK',
  ]
  const others = ['3,POST,POSTAGE,1,d,18.0,,FR', '4,M,Manual,1,d,1.0,,UK', '5,22423,,1,d,1.0,,UK', '6,22423,LOST,1,d,-1.0,,UK', '']
  assert.deepEqual(productsOf(...lines, ...others), [{ code: '85123A', description: 'HEART', pence: 255, sales: 2 }])
})

test('pence are set as minor units of each currency, and the name is not shouted', () => {
  const seed = retailSeed({ code: '85123A', description: "WHITE HEART T-LIGHT HOLDER, CHILD'S", pence: 255, sales: 2302 })
  assert.equal(seed.name, "White Heart T-Light Holder, Child's")
  assert.equal(seed.slug, 'archive-85123a')
  assert.deepEqual(seed.variants, [['ARC-85123A', {}, 250, 320, [255, 255, 255], [100, 100]]])
})

test('the bar shows its share and never leaves its frame', () => {
  assert.equal(barOf('Reading', 0.5), `Reading ${'█'.repeat(15)}${'░'.repeat(15)}  50 %`)
  assert.equal(barOf('Reading', 3), `Reading ${'█'.repeat(30)} 100 %`)
})
