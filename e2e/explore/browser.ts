import { existsSync } from 'node:fs'

import { chromium, type Page } from 'playwright-core'

/** A page of a real browser, and everything that went wrong on it. */
export interface OpenPage {
  readonly page: Page
  /** What the browser refused or what threw, in its own words. */
  readonly complaints: readonly string[]
}

/** A real browser. */
export interface Browser {
  /**
   * Opens a page of somebody who was never here before. Nothing but the origins in `allowed` can be reached: whatever else the page asks for fails as if there
   * were no internet.
   */
  open(...allowed: readonly string[]): Promise<OpenPage>
  close(): Promise<void>
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const installed = PLACES.find((path) => existsSync(path))

/** Why specs that need a browser are skipped on this machine; false where there is one. npm brings none, so a laptop may lack it; in CI that is a failure. */
export const withoutBrowser = installed === undefined && `There is no Chromium or Chrome at ${PLACES.join(', ')}.`

/** Starts the machine's Chromium. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: installed ?? PLACES[0] ?? '', headless: true, args: FLAGS })
  return {
    async open(...allowed) {
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      await page.route(
        (url) => !allowed.includes(url.origin) && url.protocol.startsWith('http'),
        (route) => route.abort('internetdisconnected'),
      )
      return { page, complaints }
    },
    close: () => browser.close(),
  }
}
