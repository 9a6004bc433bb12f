import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { checkServerIdentity, type ConnectionOptions } from 'node:tls'

/** What `pg` needs to reach a server. */
export interface Connection {
  readonly connectionString: string
  readonly ssl: ConnectionOptions | false
}

const TLS_PARAMETERS = ['sslmode', 'sslrootcert', 'ssl', 'uselibpqcompat', 'sslcert', 'sslkey', 'sslnegotiation']

/**
 * Reads a URL into a connection. There are two ways to speak to a server: in the clear, only for a loopback address or where the URL says
 * `sslmode=disable`; and TLS with `verify-full`, which trusts the certificates of `caFile` (else the system's), checks the host's name and
 * refuses a server that would go on without TLS. Every other sslmode of libpq counts as `verify-full`: half a check protects nobody.
 */
export function readConnection(url: string, caFile?: string): Connection {
  const parsed = new URL(url)
  const mode = parsed.searchParams.get('sslmode')
  const rootCertificate = caFile ?? parsed.searchParams.get('sslrootcert') ?? undefined
  for (const name of TLS_PARAMETERS) parsed.searchParams.delete(name)
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1')
  const clear = rootCertificate === undefined && (mode === 'disable' || (mode === null && isLoopback(host)))
  return { connectionString: parsed.href, ssl: clear ? false : verifyFull(host, rootCertificate) }
}

function verifyFull(host: string, caFile: string | undefined): ConnectionOptions {
  return {
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    // Given explicitly: Node would check an address against the name `localhost`.
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '' || /^127\.\d+\.\d+\.\d+$/.test(host)
