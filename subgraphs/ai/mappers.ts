/** Which types of the SDL stand for types of our own; the generated resolver types are checked against them. */
export const mappers = {
  Recommendation: '../recommending/recommendation.ts#Recommendation as ListedRecommendation',
  Product: '../recommending/recommendation.ts#ProductReference',
  Cart: '../recommending/cart.ts#CartFacts',
}
