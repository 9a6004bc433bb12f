import { csvFields } from './csvFields.ts'

/** A product of the archive. */
export interface RetailProduct {
  /** Five digits and at most two letters, in capitals. */
  readonly code: string
  /** As the archive mostly writes it. */
  readonly description: string
  /** Median of the prices it was sold at, in pence. */
  readonly pence: number
  /** How many invoice lines sold it. */
  readonly sales: number
}

/** Reads invoice lines one by one and answers the products in them. */
export interface RetailReader {
  /** A line of the file; anything that is not the sale of a product is passed over. */
  add(line: string): void
  /** The products, by code. */
  products(): RetailProduct[]
}

/** Postage, fees, samples and manual corrections have codes of other forms. */
const PRODUCT_CODE = /^\d{5}[A-Z]{0,2}$/

interface Sales {
  readonly prices: number[]
  readonly descriptions: Map<string, number>
}

/** Columns of the file: InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country. */
export function createRetailReader(): RetailReader {
  const byCode = new Map<string, Sales>()
  return {
    add(line) {
      const [, stockCode = '', description = '', , , unitPrice = ''] = csvFields(line)
      const code = stockCode.trim().toUpperCase()
      const pence = Math.round(Number(unitPrice) * 100)
      const text = description.trim().replaceAll(/\s+/g, ' ')
      if (!PRODUCT_CODE.test(code) || !(pence > 0) || text === '') return
      const sales: Sales = byCode.get(code) ?? { prices: [], descriptions: new Map() }
      sales.prices.push(pence)
      sales.descriptions.set(text, (sales.descriptions.get(text) ?? 0) + 1)
      byCode.set(code, sales)
    },
    products() {
      const found = [...byCode].map(([code, { prices, descriptions }]) => ({
        code,
        description: commonest(descriptions),
        pence: median(prices),
        sales: prices.length,
      }))
      return found.toSorted((a, b) => (a.code < b.code ? -1 : 1))
    },
  }
}

/** Of an even number of prices the lower of the two in the middle, so that it is a price someone paid. */
function median(prices: readonly number[]): number {
  return prices.toSorted((a, b) => a - b)[Math.floor((prices.length - 1) / 2)] ?? 0
}

/** Of equally common ones the first of the alphabet. */
function commonest(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((best, next) => (next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best))[0]
}
