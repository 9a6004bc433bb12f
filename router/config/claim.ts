import { z } from 'zod'

/** A claim of an access token. No placeholder: whoever sets a variable of the process must not choose which claim opens fields. */
export const claim = z
  .string()
  .min(1)
  .regex(/^(?!.*\$\{)/, 'must be the claim itself, not a variable')
