import type { DeferredPart, EntityList, FetchStep, Path, Plan, PlanStep, RequiredSelection, Rewrite } from '../planning/plan.ts'

/** A plan as lines of text, indented by what they are in: short enough to be compared by eye. */
export function drawPlan({ root, deferred }: Pick<Plan, 'root' | 'deferred'>): string {
  return [...drawStep(root), ...deferred.flatMap(drawPart)].join('\n')
}

function drawPart({ label = '-', path, selection, when, after, atOnce, step }: DeferredPart): string[] {
  const conditions = when.map(({ variable, is }) => `$${variable}=${is}`)
  return [
    `defer ${[label, `at ${drawPath(path)}`, `after [${after.join()}]`, ...(atOnce ? ['at once'] : []), ...conditions, selection].join(' ')}`,
    ...indented(step),
  ]
}

function drawStep(step: PlanStep | null): string[] {
  if (step === null) return ['nothing']
  if (step.kind === 'fetch') return drawFetch(step)
  if (step.kind === 'condition')
    return [`if $${step.variable}`, ...indented(step.whenTrue), ...(step.whenFalse === null ? [] : ['else', ...indented(step.whenFalse)])]
  return [step.kind, ...step.steps.flatMap(indented)]
}

function indented(step: PlanStep | null): string[] {
  return drawStep(step).map((line) => `  ${line}`)
}

function drawFetch({ subgraph, query, variables, brings }: FetchStep): string[] {
  const used = variables.map((name) => ` $${name}`).join('')
  const text = query.replaceAll(/\s+/g, ' ').trim()
  if (brings.kind === 'entities') return [`${subgraph}${used} ${text}`, ...brings.lists.map((list) => `  ${drawList(list)}`)]
  return [
    `${subgraph}${brings.path.length === 0 ? '' : ` at ${drawPath(brings.path)}`}${used} ${text}`,
    ...brings.rewrites.map((rewrite) => `  after ${drawRewrite(rewrite)}`),
  ]
}

function drawList({ key, variable, paths, representations, inputRewrites, outputRewrites }: EntityList): string {
  const requires = representations.map(({ on, selections }) => `${on}{${selections.map(drawRequired).join(' ')}}`)
  const rewrites = [
    ...inputRewrites.map((rewrite) => `before ${drawRewrite(rewrite)}`),
    ...outputRewrites.map((rewrite) => `after ${drawRewrite(rewrite)}`),
  ]
  return [`${key}($${variable})`, 'of', paths.map(drawPath).join(', '), 'as', ...requires, ...rewrites].join(' ')
}

function drawRequired(selection: RequiredSelection): string {
  if (selection.kind === 'fragment') return `...${selection.on}{${selection.selections.map(drawRequired).join(' ')}}`
  const { key, as, selections } = selection
  return `${as === key ? key : `${as}=${key}`}${selections === null ? '' : `{${selections.map(drawRequired).join(' ')}}`}`
}

function drawRewrite(rewrite: Rewrite): string {
  const path = rewrite.path.map((segment) => (segment.kind === 'key' ? segment.key : `<${segment.names.join('|')}>`)).join('.')
  return rewrite.kind === 'set' ? `${path}:=${JSON.stringify(rewrite.value)}` : `${path}→${rewrite.to}`
}

function drawPath(path: Path): string {
  const text = path
    .map((segment) => (segment.kind === 'field' ? segment.key : segment.kind === 'items' ? '@' : `<${segment.names.join('|')}>`))
    .join('.')
  return text === '' ? '.' : text
}
