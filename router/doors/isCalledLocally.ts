import { headerOf, type Exchange } from './exchange.ts'

const LOOPBACK_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Whether a request came by a loopback name. A page whose own name was made to point here (DNS rebinding) did not, though its connection looks the same. */
export function isCalledLocally(exchange: Pick<Exchange, 'request'>): boolean {
  return LOOPBACK_NAME.test(headerOf(exchange, 'host') ?? '')
}
