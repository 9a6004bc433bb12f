import { toBinary, toJsonString } from '@bufbuild/protobuf'
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect'

import { CALL_HEADER, signCall, type CallOptions } from '@agora/security/callToken.ts'

/** How a transport of the library writes a message. */
export type WireFormat = 'connect-json' | 'connect-binary' | 'grpc'

/** Who signs, and for which transport. */
export type SignCallsOptions = Pick<CallOptions, 'keys' | 'caller' | 'audience' | 'clock'> & { readonly format: WireFormat }

/**
 * Signs the calls of a transport of Connect's own library, so that our doors accept them. It must be the last interceptor, and the
 * transport must not compress: what is signed is the body as it is sent.
 */
export function signCalls({ format, ...signer }: SignCallsOptions): Interceptor {
  return (next) => (request) => {
    if (request.stream) throw new ConnectError('Streams are not signed', Code.Unimplemented)
    const { input } = request.method
    const body = format === 'connect-json' ? Buffer.from(toJsonString(input, request.message)) : toBinary(input, request.message)
    const { pathname } = new URL(request.url)
    request.header.set(CALL_HEADER, signCall({ ...signer, method: 'POST', path: pathname, body: format === 'grpc' ? framed(body) : body }))
    return next(request)
  }
}

/** A message as gRPC sends it: not compressed, its length, its bytes. */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(5 + message.length)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, 5)
  return frame
}
