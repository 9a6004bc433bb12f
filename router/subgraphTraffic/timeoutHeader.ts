/** Tells a subgraph how many milliseconds its answer will be waited for. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms'
