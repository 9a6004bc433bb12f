/** Which types of the SDL stand for types of our own; the generated resolver types are checked against them. */
export const mappers = {
  Cart: '../cart/cart.ts#Cart as StoredCart',
  CartLine: '../cart/cart.ts#CartLine as StoredLine',
  Variant: '../shipping/variant.ts#VariantFacts',
  TaxRate: '../tax/taxRate.ts#TaxRate as StoredTaxRate',
  TaxRateConnection: '../tax/taxResolvers.ts#TaxRateList',
  ShippingMethod: '../shippingMethods/shippingMethod.ts#ShippingMethod as StoredMethod',
  ShippingRate: '../shippingMethods/shippingMethod.ts#ShippingRate as StoredShippingRate',
  OrderTotals: '../totals/totals.ts#Totals',
}
