import { startUsersWorker } from './startUsersWorker.ts'
import { readUsersWorkerEnvironment } from './workerEnv.ts'

await startUsersWorker(readUsersWorkerEnvironment())
