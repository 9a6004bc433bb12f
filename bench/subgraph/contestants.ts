import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { exportSPKI, generateKeyPair, SignJWT } from 'jose'

import { createLogger } from '@agora/logger/logger.ts'
import { createIdentityMinter, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { makeKey, openKeyFolder } from '@agora/security/keyFolder.ts'
import { merchandiser } from '@agora/testkit/viewers.ts'

import { startContestant, type Contestant } from './contestant.ts'

/** Our kit; its keys go into the folder. */
export async function startKit(databaseUrl: string, folder: string): Promise<Contestant> {
  const edge = join(folder, 'keys', 'router-products')
  makeKey(edge, new Date())
  const keys = openKeyFolder(edge, { logger: createLogger({ service: 'bench', level: 'silent' }) })
  const { mint } = createIdentityMinter({ keys, audience: 'products', issuer: 'router' })
  const viewer = merchandiser()
  return startContestant({ name: 'kit', path: '/graphql', headers: () => ({ [IDENTITY_HEADER]: mint(viewer) }) }, './kitServer.ts', [
    databaseUrl,
    join(folder, 'keys'),
  ])
}

/** The stack of the tutorials; its public key goes into the folder. */
export async function startTutorial(databaseUrl: string, folder: string): Promise<Contestant> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const file = join(folder, 'public.pem')
  writeFileSync(file, await exportSPKI(publicKey))
  const claims = { sub: 'usr_1', scope: 'catalog:read account:read' }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256' })
    .setAudience('products')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey)
  return startContestant({ name: 'tutorial', path: '/', headers: () => ({ authorization: `Bearer ${token}` }) }, './tutorialServer.ts', [
    databaseUrl,
    file,
  ])
}
