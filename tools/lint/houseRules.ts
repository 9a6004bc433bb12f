import { basename, posix } from 'node:path'

const EMPTY_NAMES = /^(utils?|helpers?|common|misc|shared|lib|core)(\.|$)/
const FILE_NAME = /^[a-z][a-zA-Z0-9]*(\.(unit|int|e2e)\.spec|\.config|\.d)?\.[mc]?[tj]s$/
const SWITCHED_OFF = /\b(?:test|it|describe|suite)\.(?:skip|todo|only)\b|\bskip:\s*true\b/
const HOLES = /\bas unknown as\b|\bas any\b/

/** Faults of a path: a name that says nothing, or one not written like its main export. */
export function nameFaults(file: string): string[] {
  const empty = file.split('/').find((part) => EMPTY_NAMES.test(part))
  const faults = empty === undefined ? [] : [`${file}: '${empty}' says nothing; name it after what it is of`]
  if (/\.[mc]?[tj]s$/.test(file) && !FILE_NAME.test(basename(file))) faults.push(`${file}: name the file in camelCase after its main export`)
  if (/\.(spec|test)\.[mc]?[tj]s$/.test(file) && !/\.(unit|int|e2e)\.spec\.ts$/.test(file)) {
    faults.push(`${file}: a test's name ends in .unit.spec.ts, .int.spec.ts or .e2e.spec.ts, so that its reach is known`)
  }
  return faults
}

/** Faults of a TypeScript text that oxlint has no rule for, each with its line. */
export function textFaults(file: string, source: string): string[] {
  return source.split('\n').flatMap((line, index) => {
    const at = `${file}:${index + 1}`
    if (SWITCHED_OFF.test(line) && file.endsWith('.spec.ts'))
      return [`${at}: a test that is switched off or alone proves nothing; delete it or mend it`]
    if (HOLES.test(line)) return [`${at}: a double assertion is a hole in the types; parse the value or give it its type`]
    return []
  })
}

/** Exported names of a package that nobody has described; a reader of another room has nothing else to go by. */
export function docstringFaults(file: string, source: string): string[] {
  if (!file.startsWith('packages/') || /\.spec\.ts$|\/fixtures\//.test(file)) return []
  const lines = source.split('\n')
  return lines.flatMap((line, index) => {
    const name = /^export (?:abstract |async )?(?:const|function\*?|class|interface|type) (\w+)/.exec(line)?.[1]
    const described = /\*\/\s*$/.test(lines[index - 1] ?? '')
    const overload = lines.slice(0, index).some((above) => above.startsWith(`export function ${name}`))
    if (name === undefined || described || overload) return []
    return [`${file}:${index + 1} exports ${name} without a docstring: say what it means, in which units, and what it answers when it fails`]
  })
}

/** Relative links of a page that lead nowhere. */
export function linkFaults(file: string, source: string, exists: (path: string) => boolean): string[] {
  const targets = [...source.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !exists(posix.normalize(posix.join(posix.dirname(file), target))))
    .map((target) => `${file} links to ${target}, which is not there`)
}

/** Commands of a page that no script of package.json runs. */
export function commandFaults(file: string, source: string, scripts: ReadonlySet<string>): string[] {
  const commands = new Set([...source.matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, name = '']) => name))
  return [...commands].filter((name) => !scripts.has(name)).map((name) => `${file} says \`npm run ${name}\`, which package.json does not have`)
}
