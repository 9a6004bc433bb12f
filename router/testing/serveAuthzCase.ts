import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { authzConfig } from './authzConfig.ts'

/**
 * The router as the harness of the authorization cases starts it: `--gateway-cmd "node tools/bootstrap/run.mjs router/testing/serveAuthzCase.ts"`.
 * It is told by variables what others are told by options: SUPERGRAPH_PATH, PORT, JWKS_FILE and AUTHZ_OPTIONS.
 */
const { SUPERGRAPH_PATH = '', PORT = '0', JWKS_FILE = '', AUTHZ_OPTIONS = '' } = process.env
const folder = mkdtempSync(join(tmpdir(), 'authz-config-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const config = join(folder, 'router.yaml')
writeFileSync(config, authzConfig(AUTHZ_OPTIONS))
process.argv.push('--supergraph', SUPERGRAPH_PATH, '--port', PORT, '--jwks', JWKS_FILE, '--config', config)
await import('../main.ts')
