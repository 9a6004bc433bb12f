import { BlockList, isIP } from 'node:net'

/** Tells a request's own address from the socket's and, behind proxies that are trusted, from `x-forwarded-for`. */
export type ClientAddress = (socketAddress: string | undefined, forwardedFor: string | undefined) => string

/**
 * Reads the chain from its near end: each address that a trusted proxy added is believed, up to the first that is not a trusted proxy itself.
 * Without trusted proxies the header says nothing, since every client can write it.
 * @param trusted addresses or networks, such as `10.0.0.0/8`. Throws TypeError for anything else.
 */
export function createClientAddress(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList()
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/')
    const version = isIP(address)
    if (version === 0) throw new TypeError(`"${entry}" is not an address or network`)
    const family = version === 4 ? 'ipv4' : 'ipv6'
    if (bits === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(bits), family)
  }
  const isProxy = (address: string): boolean => {
    const version = isIP(address)
    return version !== 0 && proxies.check(address, version === 4 ? 'ipv4' : 'ipv6')
  }
  return (socketAddress = '', forwardedFor) => {
    let address = plain(socketAddress)
    const chain = forwardedFor?.split(',').map((part) => plain(part.trim())) ?? []
    while (isProxy(address)) {
      const next = chain.pop()
      if (next === undefined || isIP(next) === 0) break
      address = next
    }
    return address
  }
}

/** An IPv4 address that arrived through an IPv6 socket counts as itself. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
