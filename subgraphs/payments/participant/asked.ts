import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { Id } from '@agora/ids/typeId.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'

import type { Message } from '../payment/changeRows.ts'
import type { Desk } from '../payment/desk.ts'
import type { Payments } from '../payment/payments.ts'
import type { LeftMs } from '../provider/sharedCalls.ts'

/** What answering a checkout needs. */
export interface ParticipantParts {
  readonly pool: Queryable
  readonly payments: Payments
  readonly desk: Desk
  /** The provider's name, kept with each payment. */
  readonly provider: string
  readonly logger: Logger
  readonly clock: () => Date
}

/** A message of the checkout that is well-formed, with what is noted of it. */
export interface Asked<Request> {
  readonly request: Request
  readonly paymentId: Id<'Payment'>
  readonly message: Message
  readonly metadata: EventMetadata
  /** How long the checkout still waits, in milliseconds: what is asked of the provider takes no longer. */
  readonly leftMs: LeftMs
}

/** A message that no repetition will make right. */
export const invalid = (message: string): Result<never, RpcFault> => fail({ code: 'invalid_argument', message })

/** The key belongs to another message. */
export const reused = (): Result<never, RpcFault> => fail({ code: 'already_exists', message: 'The key was used for another message' })

/** An answer. */
export const answered = <Response>(response: Response): Result<Response, never> => ok(response)
