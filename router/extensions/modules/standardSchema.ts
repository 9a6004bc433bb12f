import { fail, ok, type Result } from '@agora/errors/result.ts'

/** What schemas of several libraries have in common (https://standardschema.dev), as far as it is used here. */
export interface StandardSchema {
  readonly '~standard': { readonly validate: (value: unknown) => Judgement | Promise<Judgement> }
}

type Judgement =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined }[] }

/** Whether something is such a schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  const isObject = (typeof value === 'object' || typeof value === 'function') && value !== null
  const standard: unknown = isObject && '~standard' in value ? value['~standard'] : undefined
  return typeof standard === 'object' && standard !== null && 'validate' in standard && typeof standard.validate === 'function'
}

/** The value as the schema makes it, or all that is wrong with it. */
export async function judge(schema: StandardSchema, value: unknown): Promise<Result<unknown, string>> {
  const judged = await schema['~standard'].validate(value)
  if (judged.issues === undefined) return ok(judged.value)
  const where = (path: (typeof judged.issues)[number]['path'] = []): string =>
    path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
  return fail(judged.issues.map(({ path, message }) => `${where(path) || 'the whole'}: ${message}`).join('; '))
}
