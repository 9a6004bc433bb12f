/** Which types of the SDL stand for types of our own; the generated resolver types are checked against them. */
export const mappers = {
  Order: '../graph/order.ts#OrderKey',
  Payment: '../payment/paymentRows.ts#StoredPayment',
  PaymentConnection: '../graph/paymentList.ts#PaymentList',
}
