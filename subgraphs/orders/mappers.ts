/** Which types of the SDL stand for types of our own; the generated resolver types are checked against them. */
export const mappers = {
  Cart: '../cart/cart.ts#Cart as StoredCart',
  CartLine: '../cart/cart.ts#CartLine as StoredLine',
  Variant: '../shipping/variant.ts#VariantFacts',
  TaxRate: '../tax/taxRate.ts#TaxRate as StoredTaxRate',
  TaxRateConnection: '../tax/taxResolvers.ts#TaxRateList',
  ShippingMethod: '../shippingMethods/shippingMethod.ts#ShippingMethod as StoredMethod',
  ShippingRate: '../shippingMethods/shippingMethod.ts#ShippingRate as StoredShippingRate',
  CustomerSpendConnection: '../reports/reportResolvers.ts#SpendList',
  CustomerSpend: '../reports/spendReport.ts#CustomerSpend as StoredSpend',
  DailyRevenue: '../reports/salesReports.ts#DailyRevenue as StoredRevenue',
  Conversion: '../reports/salesReports.ts#Funnel',
  ProductSales: '../reports/salesReports.ts#ProductSales as StoredSales',
  DeadLetter: '../deadLetters/deadLetter.ts#DeadLetter as StoredLetter',
  DeadLetterConnection: '../deadLetters/deadLetterResolvers.ts#DeadLetterList',
  OrderTotals: '../totals/totals.ts#Totals',
}
