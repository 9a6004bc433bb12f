/**
 * The running stack that end-to-end specs speak to: `npm test` starts one for all of them and says here where it is.
 * A spec that must break or stop something starts a stack of its own instead.
 */

/** A variable that the runner of the specs sets. Throws a sentence when it did not. */
export function given(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this spec by \`npm test -- <file>\`, which starts the stack`)
  return value
}

/** The public port, such as `http://127.0.0.1:4000`. */
export const publicUrl = given('E2E_URL')
/** The graph. */
export const graphqlUrl = `${publicUrl}/graphql`
/** The operator port. */
export const operatorUrl = given('E2E_OPERATOR_URL')
/** The data folder of the stack: keys, demo passwords, logs. */
export const dataFolder = given('E2E_DATA_DIR')
