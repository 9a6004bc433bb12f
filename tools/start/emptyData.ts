import { rm } from 'node:fs/promises'

import { placeOf } from '../postgres/place.ts'
import type { DataFolder } from './dataFolder.ts'

/** Empties the data folder but for the lock and the compile cache, which hold no data. */
export async function emptyData(folder: DataFolder): Promise<void> {
  await emptyDatabase(folder)
  for (const path of [folder.secrets, folder.keys, folder.kafka, folder.logs]) await rm(path, { recursive: true, force: true })
}

/** Removes the embedded database alone, wherever it lies. */
export async function emptyDatabase(folder: DataFolder): Promise<void> {
  const { cluster } = placeOf(folder.cluster)
  // A provider that remembers payments which the books do not know would only be found at fault.
  for (const path of [cluster, `${cluster}.new`, folder.cluster, folder.paymentProvider, folder.superuserPassword, folder.seeded])
    await rm(path, { recursive: true, force: true })
}
