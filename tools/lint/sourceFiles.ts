import { readdirSync } from 'node:fs'

const SKIPPED = new Set(['node_modules', '.git', '.agora', '__generated__'])

/** Every file of the house below a folder, as sorted paths with `/` relative to it; what is installed or generated is left out. */
export function sourceFiles(root: string, folder = ''): string[] {
  const entries = readdirSync(`${root}/${folder}`, { withFileTypes: true })
  return entries
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => (entry.isDirectory() ? sourceFiles(root, `${folder}${entry.name}/`) : [`${folder}${entry.name}`]))
    .toSorted()
}
