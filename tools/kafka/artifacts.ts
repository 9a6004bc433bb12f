import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The broker that development and tests run. */
export const KAFKA_VERSION = '4.3.0'
const SCALA = '2.13'
const LOGGING = '1.7.36'
const DOWNLOAD_PATIENCE_MS = 10 * 60_000

const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'agora', `kafka-${KAFKA_VERSION}`)

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`

const PROJECT = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>agora</groupId><artifactId>kafka</artifactId><version>1</version><dependencies>
${dependency('org.apache.kafka', `kafka_${SCALA}`, KAFKA_VERSION)}${dependency('org.slf4j', 'slf4j-simple', LOGGING)}
</dependencies></project>`

/** Says in a sentence what this machine lacks for Kafka; undefined when nothing. */
export async function missingForKafka(): Promise<string | undefined> {
  if (!(await runs('java', '-version'))) return 'Kafka needs Java 17 or newer (`java`), which is not on the PATH'
  if (existsSync(cacheFolder()) || (await runs('mvn', '-version'))) return undefined
  return 'Kafka comes from Maven Central, and `mvn` is not on the PATH'
}

const runs = (program: string, argument: string): Promise<boolean> =>
  promisify(execFile)(program, [argument]).then(
    () => true,
    () => false,
  )

/** The folder with Kafka's jars: downloaded once for this account and version. Two who need it at once both download; one result stays. */
export async function kafkaJars(): Promise<string> {
  const folder = cacheFolder()
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const half = await mkdtemp(`${folder}-`)
  try {
    await writeFile(join(half, 'pom.xml'), PROJECT)
    const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=jars', '-DincludeScope=runtime']
    await promisify(execFile)('mvn', goal, { cwd: half, timeout: DOWNLOAD_PATIENCE_MS })
    await rename(join(half, 'jars'), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(half, { recursive: true, force: true })
  }
  return folder
}
