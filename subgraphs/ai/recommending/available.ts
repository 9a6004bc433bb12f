/** What may be recommended, of a row `p` of `products`: customers can see it, and a variant of it can be had. */
export const AVAILABLE = 'p.published AND EXISTS (SELECT FROM variants v WHERE v.product_id = p.product_id AND v.available > 0)'
