/** A reply of more bytes than are read. */
export class ReplyTooLong extends Error {
  override readonly name = 'ReplyTooLong'
}

/** A reply whose bytes make no text. */
export class ReplyUnreadable extends Error {
  override readonly name = 'ReplyUnreadable'
}

/**
 * How a call came to have no reply: `unsent`, nothing of it left this process; `broken`, the connection ended or failed; `late`, the time was over;
 * `gone`, nobody waits for the reply any more.
 */
export type Failure = 'unsent' | 'broken' | 'late' | 'gone'

/** A call that has no reply. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly how: Failure

  constructor(how: Failure, message: string, cause?: unknown) {
    super(message, { cause })
    this.how = how
  }
}
