// The page behind /graphiql: GraphiQL's own bundle, a sign-in form, and a fetcher that sends the token of whoever signed in.
const page = await (await fetch('/graphiql/assets/page.json')).json()
const form = document.querySelector('#sign-in')
const status = document.querySelector('#status')
const signOut = document.querySelector('#sign-out')
const { React, ReactDOM, GraphiQL } = globalThis

/** The access token is kept in this page's memory alone: it is gone with the tab. */
let accessToken = null

const post = async (body, headers) => {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return answer.json()
}

const fetcher = (parameters, { headers = {} } = {}) => {
  const saysWho = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')
  return post(parameters, accessToken === null || saysWho ? headers : { ...headers, authorization: `Bearer ${accessToken}` })
}

const show = (text, kind = 'note') => {
  status.textContent = text
  status.dataset.kind = kind
}

const become = (token, email) => {
  accessToken = token
  form.hidden = token !== null
  signOut.hidden = token === null
  show(token === null ? 'Nobody is signed in.' : `Signed in as ${email}`)
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { email, password } = Object.fromEntries(new FormData(form))
  const button = form.querySelector('button')
  button.disabled = true
  try {
    const { data, errors } = await post({ query: page.signIn, variables: { email, password } })
    const payload = data?.signIn
    if (payload?.accessToken) become(payload.accessToken, email)
    else show(errors?.[0]?.message ?? payload?.userErrors?.[0]?.message ?? 'The sign-in was refused.', 'fault')
  } catch {
    show('The router did not answer.', 'fault')
  }
  button.disabled = false
})

signOut.addEventListener('click', () => become(null))

form.hidden = page.signIn === null
if (page.signIn !== null) show('Nobody is signed in.')

const defaultTabs = page.examples.map(({ document }) => ({ query: document }))
ReactDOM.createRoot(document.querySelector('#graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs,
    forcedTheme: 'light',
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
  }),
)
