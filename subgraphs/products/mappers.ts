/** Which types of the SDL stand for types of our own; the generated resolver types are checked against them. */
export const mappers = {
  Product: '../product/product.ts#Product as ProductRow',
  ProductConnection: '../search/searchResolvers.ts#ProductList',
  Variant: '../variant/variantReads.ts#Variant as VariantRow',
  Media: '../media/mediaReads.ts#Media as MediaRow',
  Attribute: '../attribute/attribute.ts#Attribute as ShownAttribute',
  Category: '../category/categoryReads.ts#Category as CategoryRow',
  CategoryConnection: '../category/categoryResolvers.ts#CategoryList',
  CategoryFacet: '../search/searchResolvers.ts#CategoryCount',
  Location: '../inventory/stockReads.ts#Location as LocationRow',
  LocationConnection: '../inventory/inventoryResolvers.ts#LocationList',
  StockLevel: '../inventory/stockReads.ts#StockLevel as StockLevelRow',
  Movement: '../inventory/listMovements.ts#Movement as MovementRow',
  Reservation: '../reservation/listReservations.ts#Reservation as ReservationRow',
  ReservationConnection: '../reservation/listReservations.ts#ReservationList',
  MovementConnection: '../inventory/listMovements.ts#MovementList',
}
