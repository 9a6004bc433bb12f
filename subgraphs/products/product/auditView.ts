import type { Product } from './product.ts'

/** A product as the audit keeps it. */
export function auditView({ attributes, publishedAt, createdAt, updatedAt, ...rest }: Product): object {
  const time = (value: number | null): string | null => (value === null ? null : new Date(value).toISOString())
  return {
    ...rest,
    attributes: JSON.parse(attributes) as unknown,
    publishedAt: time(publishedAt),
    createdAt: time(createdAt),
    updatedAt: time(updatedAt),
  }
}
