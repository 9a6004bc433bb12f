import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'

import { buildSchema, parse, print, stripIgnoredCharacters } from 'graphql'

import { anonymous } from '@agora/security/viewer.ts'
import { createSubgraphClient, type SubgraphAnswer } from '@agora/testkit/subgraphClient.ts'

import { composers, startRouter, startServices } from './startGraph.ts'

// What Apollo's subgraph-compatibility suite looks at, as tests of our own. The suite itself is not run.
let graph: Awaited<ReturnType<typeof startServices>>
let sdl: string
let ask: (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
) => Promise<SubgraphAnswer<Record<string, unknown>>>

before(async () => {
  graph = await startServices()
  const url = graph.services.find(({ name }) => name === 'products')?.url.replace('/graphql', '') ?? ''
  ask = createSubgraphClient({ url, keys: graph.keys.open('router-products'), audience: 'products' }).as(anonymous)
  const { data } = await ask('{ _service { sdl } }')
  sdl = stripIgnoredCharacters((data as { _service: { sdl: string } })._service.sdl)
})
after(() => graph.stop())

const entity = async (representation: object, selection: string): Promise<unknown> => {
  const { data, errors } = await ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: [representation] })
  assert.equal(errors, undefined)
  return (data as { _entities: unknown[] })._entities[0]
}
const federation = { id: 'apollo-federation', sku: 'federation', package: '@apollo/federation', variation: { id: 'OSS' } }
const productFields = '... on Product { id sku package variation { id } }'

describe('the products subgraph by itself', () => {
  test('1. _service: its SDL is the one it was made from, and federation types are served', async () => {
    assert.doesNotThrow(() => parse(sdl))
    const { data } = await ask(
      '{ entity: __type(name: "_Entity") { kind possibleTypes { name } } any: __type(name: "_Any") { kind } service: __type(name: "_Service") { fields { name } } }',
    )
    const { entity: union, ...rest } = data as { entity: { kind: string; possibleTypes: { name: string }[] } }
    assert.deepEqual(union.possibleTypes.map(({ name }) => name).sort(), ['DeprecatedProduct', 'Inventory', 'Product', 'ProductResearch', 'User'])
    assert.deepEqual([union.kind, rest], ['UNION', { any: { kind: 'SCALAR' }, service: { fields: [{ name: 'sdl' }] } }])
  })

  test('2. @key of one field', async () => {
    assert.match(sdl, /type User@key\(fields:"email"\)/)
    assert.deepEqual(await entity({ __typename: 'User', email: 'support@apollographql.com' }, '... on User { email name }'), {
      email: 'support@apollographql.com',
      name: 'Jane Smith',
    })
  })

  test('3. @key of several fields', async () => {
    assert.match(sdl, /type DeprecatedProduct@key\(fields:"sku package"\)/)
    const keys = { __typename: 'DeprecatedProduct', sku: 'apollo-federation-v1', package: '@apollo/federation-v1' }
    assert.deepEqual(await entity(keys, '... on DeprecatedProduct { sku package reason }'), {
      sku: keys.sku,
      package: keys.package,
      reason: 'Migrate to Federation V2',
    })
  })

  test('4. @key with a composite field', async () => {
    assert.match(sdl, /type ProductResearch@key\(fields:"study \{ caseNumber \}"\)/)
    const study = { caseNumber: '1234' }
    assert.deepEqual(await entity({ __typename: 'ProductResearch', study }, '... on ProductResearch { study { caseNumber description } outcome }'), {
      study: { ...study, description: 'Federation Study' },
      outcome: null,
    })
  })

  test('5. several @key of one type, each of which finds it', async () => {
    for (const keys of ['id', 'sku package', 'sku variation { id }']) assert.ok(sdl.includes(`@key(fields:"${keys}")`), keys)
    const { id, sku, package: name, variation } = federation
    for (const keys of [{ id }, { sku, package: name }, { sku, variation }])
      assert.deepEqual(await entity({ __typename: 'Product', ...keys }, productFields), federation)
    assert.equal(await entity({ __typename: 'Product', id: 'nothing' }, productFields), null)
  })

  test('6. @requires: a field is worked out from what the representation brings', async () => {
    assert.match(sdl, /averageProductsCreatedPerYear:Int@requires\(fields:"totalProductsCreated yearsOfEmployment"\)/)
    const representation = { __typename: 'User', email: 'support@apollographql.com', totalProductsCreated: 100, yearsOfEmployment: 8 }
    assert.deepEqual(await entity(representation, '... on User { averageProductsCreatedPerYear }'), { averageProductsCreatedPerYear: 13 })
  })

  test('7. @provides: a field of another subgraph is answered on this path', async () => {
    assert.match(sdl, /createdBy:User@provides\(fields:"totalProductsCreated"\)/)
    const { data } = await ask('{ product(id: "apollo-federation") { createdBy { email totalProductsCreated } } }')
    assert.deepEqual(data, { product: { createdBy: { email: 'support@apollographql.com', totalProductsCreated: 1337 } } })
  })

  test('8. federated tracing: a trace where it is asked for and nowhere else', async () => {
    const traced = await ask('{ __typename }', {}, { 'apollo-federation-include-trace': 'ftv1' })
    assert.match(String(traced.extensions?.['ftv1']), /^[A-Za-z0-9+/]+=*$/)
    assert.equal((await ask('{ __typename }')).extensions, undefined)
  })

  test('9. @link names the specification and what is imported from it', () => {
    assert.match(sdl, /@link\(url:"https:\/\/specs\.apollo\.dev\/federation\/v2\.3" ?import:\[/)
  })

  test('10.–15. the other directives stand in the SDL', () => {
    assert.match(sdl, /type ProductDimension@shareable/)
    assert.match(sdl, /notes:String@tag\(name:"internal"\)/)
    assert.match(sdl, /name:String@override\(from:"users"\)/)
    assert.match(sdl, /unit:String@inaccessible/)
    assert.match(sdl, /@composeDirective\(name:"@custom"\)/)
    assert.match(sdl, /type Inventory@interfaceObject@key\(fields:"id"\)/)
    assert.match(sdl, /email:ID!@external/)
  })
})

for (const [name, compose] of Object.entries(composers)) {
  describe(`composed by ${name} and asked through the router`, () => {
    let supergraph: string
    let router: Awaited<ReturnType<typeof startRouter>>
    const through = async (query: string): Promise<{ data?: unknown; errors?: { message: string }[] }> => {
      const answer = await fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })
      return (await answer.json()) as { data?: unknown; errors?: { message: string }[] }
    }
    before(async () => {
      supergraph = compose(graph.services)
      router = await startRouter(supergraph, graph.keys.dir)
    })
    after(() => router.stop())

    test('2.–5. entities are joined by their keys', async () => {
      const { data, errors } = await through(
        '{ inventory(id: "apollo-oss") { id products { id sku variation { id } research { study { description } } } } }',
      )
      assert.equal(errors, undefined)
      const products = [
        { id: 'apollo-federation', sku: 'federation', variation: { id: 'OSS' }, research: [{ study: { description: 'Federation Study' } }] },
        { id: 'apollo-studio', sku: 'studio', variation: { id: 'platform' }, research: [{ study: { description: 'Studio Study' } }] },
      ]
      assert.deepEqual(data, { inventory: { id: 'apollo-oss', products } })
    })

    test('6. @requires crosses subgraphs in both directions', async () => {
      const { data } = await through(
        '{ product(id: "apollo-federation") { createdBy { averageProductsCreatedPerYear email } delivery(zip: "94111") { estimatedDelivery } } }',
      )
      // What is required of `createdBy` may be asked of either subgraph that resolves it, and they disagree on purpose: 1,337 in 10 years, or 40.
      const answers = [134, 4].map((averageProductsCreatedPerYear) => ({
        product: {
          createdBy: { averageProductsCreatedPerYear, email: 'support@apollographql.com' },
          delivery: { estimatedDelivery: '5/1/2019' },
        },
      }))
      assert.ok(
        answers.some((answer) => isDeepStrictEqual(data, answer)),
        JSON.stringify(data),
      )
    })

    test('7. @provides spares the other subgraph, whose answer would differ', async () => {
      const { data } = await through('{ product(id: "apollo-federation") { createdBy { totalProductsCreated } } }')
      assert.deepEqual(data, { product: { createdBy: { totalProductsCreated: 1337 } } })
    })

    test('9., 14. links and composed directives reach the supergraph', () => {
      assert.match(supergraph, /@link\(url: "https:\/\/specs\.apollo\.dev\/join\//)
      assert.match(supergraph, /https:\/\/myspecs\.dev\/myCustomDirective\/v1\.0/)
      const product = parse(supergraph).definitions.find((node) => node.kind === 'ObjectTypeDefinition' && node.name.value === 'Product')
      assert.match(product === undefined ? '' : print(product), /^type Product .*@custom/)
    })

    test('10. @shareable: two subgraphs answer the same value type', async () => {
      assert.deepEqual((await through('{ product(id: "apollo-studio") { dimensions { size weight } } }')).data, {
        product: { dimensions: { size: 'small', weight: 1 } },
      })
    })

    test('11. @tag reaches the supergraph', () => {
      assert.match(supergraph, /notes: String\b[^\n]*@tag\(name: "internal"\)/)
    })

    test('12. @override: the name comes from products, not from users', async () => {
      assert.deepEqual((await through('{ product(id: "apollo-federation") { createdBy { name } } }')).data, {
        product: { createdBy: { name: 'Jane Smith' } },
      })
    })

    test('13. @inaccessible: the field is in the supergraph and not in the API', async () => {
      assert.ok(buildSchema(supergraph, { assumeValidSDL: true }).getType('ProductDimension'))
      const { data, errors } = await through('{ product(id: "apollo-federation") { dimensions { size unit } } }')
      assert.equal(data, undefined)
      assert.match(errors?.[0]?.message ?? '', /Cannot query field "unit"/)
    })

    test('15. @interfaceObject adds a field to every type behind the interface', async () => {
      const { data, errors } = await through('{ inventory(id: "apollo-oss") { __typename id deprecatedProducts { sku reason } } }')
      assert.equal(errors, undefined)
      assert.deepEqual(data, {
        inventory: {
          __typename: 'OpenSourceInventory',
          id: 'apollo-oss',
          deprecatedProducts: [{ sku: 'apollo-federation-v1', reason: 'Migrate to Federation V2' }],
        },
      })
    })
  })
}
