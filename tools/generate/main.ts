import { runTool, say } from '../start/runTool.ts'
import { generatePrismaClients } from './prismaClients.ts'

const [only] = process.argv.slice(2)

await runTool(async () => {
  const clients = only === 'types' ? [] : await generatePrismaClients()
  const types = only === 'prisma' ? [] : await (await import('./resolverTypes.ts')).generateResolverTypes()
  say(
    clients.length + types.length === 0
      ? 'Everything generated is fresh.'
      : `Generated: Prisma clients of ${clients.join(', ') || 'none'}; resolver types of ${types.join(', ') || 'none'}.`,
  )
  return true
})
