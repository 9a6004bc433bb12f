import { existsSync, readdirSync } from 'node:fs'

// `npm run bench <name>` runs bench/<name>/main.ts, which prints a table and, as its last line, one JSON object of its figures.
const [name, ...options] = process.argv.slice(2)
const known = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/main.ts`, import.meta.url)))
  .map((entry) => entry.name)

if (name === undefined || !known.includes(name)) {
  process.stderr.write(`Name a bench: npm run bench ${known.join('|')}\n`)
  process.exitCode = 1
} else {
  process.argv.splice(2, process.argv.length, ...options)
  await import(`./${name}/main.ts`)
}
