import type { Logger } from '@agora/logger/logger.ts'

import type { HowToKeep } from '../../reload/lasting.ts'

/**
 * While there are modules of an operator's, a promise that nobody looked after ends with a line in the log and not with the process: a hook that does not wait for what it
 * begins must not end the requests of everybody else. What is thrown outside any promise, in a timer for one, still ends it: nothing is known of what it left half done.
 */
export function surviveRejections(logger: Logger): HowToKeep<(reason: unknown) => void> {
  return {
    make() {
      const report = (reason: unknown): void => logger.error({ err: reason }, 'A promise was rejected and nobody had looked after it')
      process.on('unhandledRejection', report)
      return report
    },
    close: (report) => void process.off('unhandledRejection', report),
  }
}
