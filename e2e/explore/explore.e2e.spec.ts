import assert from 'node:assert/strict'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import type { Page } from 'playwright-core'

import { newCustomer } from '../people.ts'
import { publicUrl } from '../stack.ts'
import { startBrowser, withoutBrowser, type Browser, type OpenPage } from './browser.ts'

const pictures = mkdtempSync(join(tmpdir(), 'agora-explore-'))
let started: Promise<Browser> | undefined

const open = async (allowed: string): Promise<OpenPage> => (await (started ??= startBrowser())).open(allowed)

after(async () => (await started)?.close())

/** A picture of the page; where it lies is said in the output of the run. */
async function picture(page: Page, name: string): Promise<void> {
  const path = join(pictures, `${name}.png`)
  await page.screenshot({ path })
  assert.ok(statSync(path).size > 10_000)
}

/** Types an operation into a tab of its own and runs it. The editor has understood it once the tab bears its name. */
async function run(page: Page, name: string, operation: string): Promise<void> {
  // A tab with several operations would ask which of them to run.
  await page.getByRole('button', { name: 'New tab' }).click()
  await page.locator('.graphiql-tab').getByText('<untitled>').waitFor()
  await page.locator('.graphiql-query-editor .CodeMirror').click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(operation)
  await page.locator('.graphiql-tab').getByText(name, { exact: true }).waitFor()
  await page.getByRole('button', { name: /Execute query/ }).click()
}

test('GraphiQL runs a query and shows the answer without internet', { skip: withoutBrowser }, async (context) => {
  const { page, complaints } = await open(publicUrl)
  await page.goto(`${publicUrl}/graphiql`)
  await page.getByRole('button', { name: /Execute query/ }).waitFor()
  await run(page, 'Hello', 'query Hello { node(id: "nothing") { id } __typename }')
  const answer = page.locator('.graphiql-response')
  await answer.getByText('"__typename"').waitFor()
  assert.match(await answer.innerText(), /"node": null/)
  await picture(page, 'graphiql')
  assert.deepEqual(complaints, [])
  context.diagnostic(`Pictures: ${pictures}`)
})

test('GraphiQL offers the example operations and documents the schema', { skip: withoutBrowser }, async () => {
  const { page, complaints } = await open(publicUrl)
  await page.goto(`${publicUrl}/graphiql`)
  await page.locator('.graphiql-query-editor').getByText('Categories').first().waitFor()
  assert.ok((await page.locator('.graphiql-tab').count()) > 3)
  await page.getByRole('button', { name: /Documentation Explorer/ }).click()
  await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().waitFor()
  await picture(page, 'graphiql-documentation')
  assert.deepEqual(complaints, [])
})

test('GraphiQL signs somebody in and asks in their name', { skip: withoutBrowser }, async () => {
  const { email, password } = await newCustomer()
  const { page, complaints } = await open(publicUrl)
  await page.goto(`${publicUrl}/graphiql`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('output[data-kind=fault]').waitFor()
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText(`Signed in as ${email}`).waitFor()
  await run(page, 'WhoAmI', 'query WhoAmI { me { email } }')
  await page.locator('.graphiql-response').getByText(email).waitFor()
  await picture(page, 'graphiql-signed-in')
  assert.deepEqual(complaints, [])
})

test("where Apollo's network is not reachable, the Sandbox page says so and leads to GraphiQL", async () => {
  const { page, complaints } = await open(publicUrl)
  await page.goto(`${publicUrl}/graphql`)
  await page.getByRole('heading', { name: 'Apollo Sandbox is not reachable from here' }).waitFor()
  // Apollo's style sheet lets the words appear slowly.
  while ((await page.evaluate("getComputedStyle(document.querySelector('.fallback')).opacity")) !== '1') await page.waitForTimeout(100)
  await picture(page, 'sandbox-offline')
  // What could not be loaded is complained of; that anything was refused by our own policy must not be among it.
  assert.deepEqual(
    complaints.filter((text) => text.includes('Content Security Policy')),
    [],
  )
  await page.getByRole('link', { name: 'Open GraphiQL' }).click()
  await page.getByRole('button', { name: /Execute query/ }).waitFor()
  assert.equal(page.url(), `${publicUrl}/graphiql`)
})
