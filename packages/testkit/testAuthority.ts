import { generateKeyPairSync } from 'node:crypto'

import forge from 'node-forge'

/** A certificate and its private key, in PEM. */
export interface Credentials {
  readonly certificate: string
  readonly privateKey: string
}

/** What a certificate is for. */
export interface Subject {
  readonly names?: readonly string[]
  readonly addresses?: readonly string[]
}

/** An authority of a test's own. */
export interface TestAuthority {
  /** What a client trusts, in PEM. */
  readonly certificate: string
  /** Signs a server's certificate for these names and addresses. */
  issue(subject: Subject): Credentials
}

interface Keys {
  readonly publicKey: forge.pki.PublicKey
  readonly privateKey: forge.pki.rsa.PrivateKey
  readonly privatePem: string
}

interface Draft {
  readonly serial: string
  readonly subject: string
  readonly publicKey: forge.pki.PublicKey
  readonly extensions: object[]
}

const AUTHORITY = 'Authority of a test'
const DNS = 2
const ADDRESS = 7
const span = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2046-01-01T00:00:00Z') }

/** Makes an authority that nobody but the test knows. */
export function makeAuthority(): TestAuthority {
  const { publicKey, privateKey } = drawKeys()
  const extensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]
  return {
    certificate: sign({ serial: '01', subject: AUTHORITY, publicKey, extensions }, privateKey),
    issue({ names = [], addresses = [] }) {
      const own = drawKeys()
      const altNames = [...names.map((value) => ({ type: DNS, value })), ...addresses.map((ip) => ({ type: ADDRESS, ip }))]
      const draft = { serial: '02', subject: 'database', publicKey: own.publicKey, extensions: [{ name: 'subjectAltName', altNames }] }
      return { certificate: sign(draft, privateKey), privateKey: own.privatePem }
    },
  }
}

function sign({ serial, subject, publicKey, extensions }: Draft, signingKey: forge.pki.rsa.PrivateKey): string {
  const certificate = forge.pki.createCertificate()
  Object.assign(certificate, { publicKey, serialNumber: serial })
  Object.assign(certificate.validity, span)
  certificate.setSubject([{ name: 'commonName', value: subject }])
  certificate.setIssuer([{ name: 'commonName', value: AUTHORITY }])
  certificate.setExtensions(extensions)
  certificate.sign(signingKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}

function drawKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { publicKey: forge.pki.publicKeyFromPem(publicKey), privateKey: forge.pki.privateKeyFromPem(privateKey), privatePem: privateKey }
}
