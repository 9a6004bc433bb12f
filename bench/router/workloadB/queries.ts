const PERSON = '{ id name handle country badges { label since } }'

/** Twenty shelves of twenty listings: about a megabyte, which takes 5,866 representations to gather. */
export const heavy = {
  query: `query Market($first: Int!) { shelves(first: $first) { name rows { ...Card } } }
    fragment Card on Listing {
      __typename id title tags weight stock storageClass price fee
      media { __typename ... on Picture { url width height } ... on Clip { url seconds } }
      merchant { id name standing owner ${PERSON} }
      ... on Book { pages author { id name handle } }
      ... on Device { voltage accessories { __typename id title price } }
      ... on Garment { sizes }
      reviews {
        id stars text author ${PERSON}
        about { __typename ... on Merchant { id name standing } ... on Book { id title pages } ... on Device { id title voltage } ... on Garment { id title sizes } }
      }
    }`,
  variables: { first: 20 },
} as const

/** One listing with what it costs at the door. */
export const light = {
  query: `query Door($id: ID!) { listing(id: $id) { id title price fee merchant { name standing } } }`,
  variables: { id: 'lst_00007' },
} as const
