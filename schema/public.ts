/**
 * Every field that anybody may read, signed in or not: the whole list, reviewed by hand. `npm test` holds it against the SDL both ways,
 * so that a field becomes public only by a line here. Left out are the keys of entities and the types of refusals, which tell nothing
 * that was not known to whoever reaches them.
 */
export const publicFields = {
  Query: [
    'attributeDefinitions',
    'categories',
    'category',
    'me',
    'node',
    'nodes',
    'product',
    'products',
    'searchSuggestions',
    'shippingMethods',
    'variant',
  ],

  // How one becomes somebody: these are asked before there is a token, or instead of one.
  Mutation: [
    'confirmEmailChange',
    'refreshSession',
    'register',
    'requestPasswordReset',
    'resendVerification',
    'resetPassword',
    'signIn',
    'startGuestSession',
    'verifyEmail',
  ],
  ConfirmEmailChangePayload: ['user', 'userErrors'],
  RefreshSessionPayload: ['accessToken', 'accessTokenExpiresAt', 'refreshToken', 'refreshTokenExpiresAt', 'user', 'userErrors'],
  RegisterPayload: ['sentTo', 'userErrors'],
  RequestPasswordResetPayload: ['sentTo', 'userErrors'],
  ResendVerificationPayload: ['sentTo', 'userErrors'],
  ResetPasswordPayload: ['user', 'userErrors'],
  SignInPayload: ['accessToken', 'accessTokenExpiresAt', 'refreshToken', 'refreshTokenExpiresAt', 'user', 'userErrors'],
  StartGuestSessionPayload: ['accessToken', 'accessTokenExpiresAt', 'userErrors'],
  VerifyEmailPayload: ['user', 'userErrors'],

  // Values: whoever may read the field that holds one may read all of it.
  Money: ['amountMinor', 'currencyCode', 'decimal', 'fractionDigits'],
  PageInfo: ['endCursor', 'hasNextPage', 'hasPreviousPage', 'startCursor'],

  // The shop window. What is not published is not there for those who may not see drafts.
  Product: [
    'attributes',
    'availability',
    'brand',
    'category',
    'createdAt',
    'description',
    'media',
    'name',
    'priceRange',
    'publishedAt',
    'related',
    'slug',
    'updatedAt',
    'variants',
  ],
  ProductConnection: ['edges', 'facets', 'nodes', 'pageInfo', 'totalCount'],
  ProductEdge: ['cursor', 'node'],
  Variant: ['availability', 'name', 'options', 'price', 'prices', 'product', 'shippingClass', 'sku', 'weightGrams'],
  VariantOption: ['key', 'value'],
  PriceRange: ['max', 'min'],
  Media: ['altText', 'contentType', 'id', 'url'],
  Category: ['breadcrumbs', 'children', 'description', 'name', 'parent', 'products', 'slug'],
  CategoryConnection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  CategoryEdge: ['cursor', 'node'],
  SearchSuggestion: ['kind', 'text'],
  ShippingMethod: ['code', 'name'],
  ShippingOffer: ['method', 'price'],
  Recommendation: ['because', 'product', 'reason'],

  // What a product is known by, and how the shop window is narrowed down.
  AttributeDefinition: ['facet', 'key', 'kind', 'label', 'unit'],
  BooleanAttribute: ['boolean', 'key', 'label'],
  ListAttribute: ['key', 'label', 'list'],
  NumberAttribute: ['key', 'label', 'number', 'unit'],
  TextAttribute: ['key', 'label', 'text'],
  ProductFacets: ['attributes', 'brands', 'categories', 'inStock', 'outOfStock', 'price'],
  AttributeFacet: ['key', 'kind', 'label', 'max', 'min', 'unit', 'values'],
  AttributeFacetValue: ['count', 'value'],
  BrandFacet: ['brand', 'count'],
  CategoryFacet: ['category', 'count'],
} as const satisfies Record<string, readonly string[]>
