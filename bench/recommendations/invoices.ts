import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

import { csvFields } from '../../tools/seed/retail/csvFields.ts'

/** What a customer took home at once. */
export interface Invoice {
  readonly number: string
  readonly customer: string
  readonly at: Date
  /** Stock codes, each once. */
  readonly items: readonly string[]
}

/** Postage, fees, samples and manual corrections have codes of other forms. */
const PRODUCT_CODE = /^\d{5}/

interface Line {
  readonly number: string
  readonly customer: string
  readonly at: string
  readonly code: string
}

/** Columns of the file: InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country. Null for what is no sale to a known customer. */
function readLine(text: string): Line | null {
  const [number = '', code = '', , quantity = '', at = '', price = '', customer = ''] = csvFields(text)
  if (customer === '' || number.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0) || !PRODUCT_CODE.test(code)) return null
  return { number, customer, at, code: code.toUpperCase() }
}

/** The archive's sales to known customers, oldest first. */
export async function readInvoices(file: string): Promise<Invoice[]> {
  const lines: Line[] = []
  for await (const text of createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY })) {
    const line = readLine(text)
    if (line !== null) lines.push(line)
  }
  const invoices = Map.groupBy(lines, ({ number, customer }) => `${number} ${customer}`)
  return [...invoices.values()]
    .flatMap((same) => {
      const [first] = same
      if (first === undefined) return []
      const { number, customer, at } = first
      return [{ number, customer, at: new Date(`${at.replace(' ', 'T')}Z`), items: [...new Set(same.map(({ code }) => code))] }]
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.number < b.number ? -1 : 1))
}
