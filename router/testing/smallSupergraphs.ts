/** Subgraphs, each pair or three of them for one thing that planners must get right. */
export const people = {
  people: `type Query { me: User users: [[User!]] } type User @key(fields: "id") { id: ID! name: String }`,
  posts: `type User @key(fields: "id") { id: ID! mail(to: Int): String posts: [Post!]! } type Post { text: String author: User! }`,
}

export const parcels = {
  shop: `type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String }`,
  scales: `enum Unit { KG LB } type Box @shareable { x: Int y(unit: Unit): Int }
    type Product @key(fields: "id") { id: ID! weight(unit: Unit): Float box(unit: Unit): Box }`,
  post: `enum Unit { KG LB } type Box @shareable { x: Int y(unit: Unit): Int }
    type Product @key(fields: "id") { id: ID! weight(unit: Unit): Float @external box(unit: Unit): Box @external
      inland: Float @requires(fields: "weight(unit: KG)") abroad: Float @requires(fields: "weight(unit: LB) box(unit: KG) { x y(unit: LB) }") }`,
}

export const media = {
  library: `type Query { books: [Book!]! media: [Media!]! } interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! title: String }`,
  critics: `type Query { top: [Media!]! } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
}

export const findings = {
  index: `type Query { search: [Found!]! node: Node } union Found = User | Book interface Node { id: ID! } type Owner @shareable { id: ID! }
    type User implements Node @key(fields: "id") { id: ID! name: String! }
    type Book implements Node @key(fields: "id owner { id }") { id: ID! name: String owner: Owner! }`,
  details: `type Owner @shareable { id: ID! } type User @key(fields: "id") { id: ID! mail: String friends: [User!]! }
    type Book @key(fields: "id owner { id }") { id: ID! owner: Owner! title: String }`,
}

export const commands = {
  a: `type Query { here: Int } type Mutation { one: Int two: Done } type Done { ok: Boolean query: Query user: User } type User @key(fields: "id") { id: ID! }`,
  b: `type Query { there: Int } type Mutation { three: Int four: User } type User @key(fields: "id") { id: ID! name: String }`,
}

export const moving = {
  old: `type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! x: Int y: Int z: Int w: Int }`,
  new: `type Thing @key(fields: "id") { id: ID! x: Int @override(from: "old", label: "percent(25)") y: Int @override(from: "old", label: "beta")
    z: Int @override(from: "old", label: "percent(50.5)") }`,
}

export const guarded = {
  a: `type Query { thing: Thing @authenticated } type Thing @key(fields: "id") { id: ID! x: Int @requiresScopes(scopes: [["x"]]) }`,
  b: `type Thing @key(fields: "id") { id: ID! y: Int @policy(policies: [["p"]]) hidden: Int @inaccessible }`,
}

export const watched = {
  a: `type Query { here: Int } type Subscription { changed: Thing } type Thing @key(fields: "id") { id: ID! }`,
  b: `type Thing @key(fields: "id") { id: ID! y: Int }`,
}
