import type { EntityList, Path } from '../../planning/plan.ts'
import { cleanJson } from '../foreignJson.ts'
import { generate } from '../generation/generate.ts'
import { keySource, quoted, readSource } from '../generation/names.ts'
import { startFound, type Collect } from './collect.ts'
import type { PlanFacts } from './planFacts.ts'
import { flatten, type FlatRepresentation } from './represent.ts'

/** The search for a list's entities as generated source; null where representations are more than keys and leaves. */
export function generateCollect(list: EntityList, facts: Pick<PlanFacts, 'typesOf'>): Collect | null {
  const flat = list.inputRewrites.length === 0 ? flatten(list.representations, facts) : null
  if (flat === null) return null
  const functions = [visitSource(flat)]
  const walks = list.paths.map((path) => `${walkSource(path, functions)}s.ends.push(s.targets.length);`)
  return generate<Collect>(`${functions.join('\n')}\nreturn function collect(o,sent){const s=startFound(sent);${walks.join('')}return s}`, {
    startFound,
    cleanJson,
  })
}

/** Statements that visit each object under a path from `o` on; a function goes with every field. */
function walkSource(path: Path, functions: string[]): string {
  const [segment, ...rest] = path
  if (segment === undefined) return 'visit(o,s);'
  if (segment.kind === 'items') return walkSource(rest, functions)
  if (segment.kind === 'types') return `if(o.__typename===undefined||${typeSource('o.__typename', segment.names)}){${walkSource(rest, functions)}}`
  const below = walkSource(rest, functions)
  const name = `walk${functions.length}`
  const list = `if(Array.isArray(o)){for(let i=0;i<o.length;i++)${name}(o[i],s);return}`
  functions.push(`function ${name}(o,s){if(o===null||typeof o!=='object')return;${list}${below}}`)
  return `${name}(${readSource('o', segment.key)},s);`
}

/** A function that takes an object up, with its representation unless it is known. */
function visitSource(flat: readonly FlatRepresentation[]): string {
  const severalTypes = new Set(flat.flatMap(({ types }) => [...types])).size > 1
  const cases = flat.map(({ types, fields }) => `if(${typeSource('y', [...types])}){${takeSource(fields, severalTypes)}}`)
  return `function visit(o,s){const y=o.__typename;${cases.join('else ')}}`
}

/** Whatever has the same first key is chained: the other keys decide. The type is one of them where there are several. */
function takeSource(fields: FlatRepresentation['fields'], severalTypes: boolean): string {
  const keys = fields.map(({ key }, i) => ({ key, variable: key === '__typename' ? 'y' : `k${i}` }))
  const first = (keys.find(({ variable }) => variable !== 'y') ?? keys[0])?.variable ?? 'y'
  const read = keys
    .filter(({ variable }) => variable !== 'y')
    .map(
      ({ key, variable }) =>
        `const ${variable}=${readSource('o', key)};if(${variable}===undefined||(typeof ${variable}==='object'&&!cleanJson(${variable})))return;`,
    )
  const compared = fields.flatMap(({ as }, i) => {
    const variable = keys[i]?.variable ?? 'y'
    return variable === first || (variable === 'y' && !severalTypes) ? [] : [`s.representations[i][${quoted(as)}]!==${variable}`]
  })
  const search = compared.length === 0 ? '' : `while(i!==undefined&&(${compared.join('||')}))i=s.next[i];`
  const made = `{${fields.map(({ as }, i) => `${keySource(as)}:${keys[i]?.variable ?? 'y'}`).join()}}`
  const add = `if(i===undefined){i=s.representations.push(${made})-1;s.next[i]=s.known.get(${first});s.known.set(${first},i)}`
  return `${read.join('')}let i=s.known.get(${first});${search}${add}s.targets.push(o);s.indices.push(i)`
}

function typeSource(variable: string, types: readonly string[]): string {
  return types.map((type) => `${variable}===${quoted(type)}`).join('||') || 'false'
}
