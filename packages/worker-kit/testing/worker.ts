import { readEnvironment } from '@agora/environment/environment.ts'

import { startWorker } from '../startWorker.ts'
import { workerEnvironment } from '../workerEnvironment.ts'
import { noteCatalogue, type NoteTaken } from './notes.ts'

// A worker as a domain writes one, for the spec beside.
await startWorker({
  domain: 'ai',
  environment: readEnvironment(workerEnvironment),
  catalogue: noteCatalogue,
  topics: ['notes', 'dead-letters'],
  start: async ({ consume }) => [
    await consume<NoteTaken>({
      group: 'ai-notes',
      topics: ['notes'],
      handlers: {
        'note.taken': async (client, { id }, { logger }) => {
          await client.query('INSERT INTO heard VALUES ($1)', [id])
          logger.info('Heard a note')
        },
      },
    }),
  ],
})
