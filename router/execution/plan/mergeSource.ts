import { generate } from '../generation/generate.ts'
import { readSource, writeSource } from '../generation/names.ts'
import type { AnsweredKeys } from './answeredKeys.ts'
import { mergeValue, type Merge } from './merge.ts'
import type { PlanFacts } from './planFacts.ts'

/** The merge of an answer with these keys as generated source. */
export function generateMerge(keys: AnsweredKeys, { interfaceObjects }: Pick<PlanFacts, 'interfaceObjects'>): Merge {
  const functions: string[] = []
  const name = mergeSource(keys, { functions, hasInterfaceObjects: interfaceObjects.size > 0 })
  return generate<Merge>(`${functions.join('\n')}\nreturn ${name}`, { mergeValue, interfaceObjects })
}

interface Draft {
  readonly functions: string[]
  readonly hasInterfaceObjects: boolean
}

function mergeSource(keys: AnsweredKeys, draft: Draft): string {
  const statements = [...keys].map(([key, below]) => {
    const read = `a=${readSource('e', key)};if(a!==undefined){const b=${readSource('t', key)};if(a!==null||b===undefined)`
    const assign = `${writeSource('t', key, 'a')};`
    if (below !== null) {
      const objects = `a!==null&&typeof a==='object'&&b!==null&&typeof b==='object'`
      return `${read}{if(${objects})mergeValue(b,a,${mergeSource(below, draft)});else ${assign}}}`
    }
    const kept = key === '__typename' && draft.hasInterfaceObjects ? 'if(b===undefined||!interfaceObjects.has(a))' : ''
    return `${read}{${kept}${assign}}}`
  })
  const name = `merge${draft.functions.length}`
  draft.functions.push(`function ${name}(t,e){if(t===e)return;let a;${statements.join('')}}`)
  return name
}
