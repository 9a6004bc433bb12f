import type { Queryable } from '@agora/database/transaction.ts'

import { read, text } from '../database/read.ts'

/** A picture without its bytes. */
export interface Media {
  readonly productId: string
  readonly id: string
  readonly url: string
  readonly contentType: string
  readonly altText: string
}

/** Where pictures are served, followed by their key. */
export const MEDIA_PATH = '/media/'

/** The most pictures a product may have. */
export const MEDIA_LIMIT = 20

const ofProduct = {
  name: 'media_of_product',
  text: 'SELECT product_id, id, key, content_type, alt_text FROM media WHERE product_id = ANY ($1::text[]) ORDER BY product_id, position, id',
}

/** The pictures of each product in their order. */
export async function mediaOf(database: Queryable, productIds: readonly string[]): Promise<Media[]> {
  return (await read(database, ofProduct, [productIds])).map((row) => ({
    productId: text(row, 0),
    id: text(row, 1),
    url: MEDIA_PATH + text(row, 2),
    contentType: text(row, 3),
    altText: text(row, 4),
  }))
}

/** A picture as it is sent. */
export interface MediaContent {
  readonly contentType: string
  readonly bytes: Buffer
}

/** The picture of a key; null when there is none, or when its product is still a draft. */
export async function mediaContent(database: Queryable, key: string): Promise<MediaContent | null> {
  const { rows } = await database.query<MediaContent>({
    name: 'media_content',
    text: `SELECT m.content_type AS "contentType", m.bytes FROM media m JOIN product p ON p.id = m.product_id WHERE m.key = $1 AND p.status <> 'DRAFT'`,
    values: [key],
  })
  return rows[0] ?? null
}
