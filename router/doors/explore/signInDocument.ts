import { isInputObjectType, isNonNullType, isObjectType, type GraphQLSchema, type GraphQLType } from 'graphql'

/** Sign-in by address and password, as Agora's users offers it. */
const SIGN_IN =
  'mutation SignIn($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { accessToken userErrors { message } } }'

/** The mutation that the sign-in form sends; null for a graph that has no such mutation, whose page then has no form. */
export function signInDocument(schema: GraphQLSchema): string | null {
  const field = schema.getMutationType()?.getFields()['signIn']
  const input = named(field?.args.find(({ name }) => name === 'input')?.type)
  const payload = named(field?.type)
  if (!isInputObjectType(input) || !isObjectType(payload)) return null
  const asks = input.getFields()
  const answers = payload.getFields()
  const fits =
    asks['email'] !== undefined && asks['password'] !== undefined && answers['accessToken'] !== undefined && answers['userErrors'] !== undefined
  return fits ? SIGN_IN : null
}

function named(type: GraphQLType | undefined): GraphQLType | undefined {
  return isNonNullType(type) ? type.ofType : type
}
