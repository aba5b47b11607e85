// Speaks GraphQL with the server that this page came from. Tokens are kept in this module's memory, nowhere else.

const ENDPOINT = '/graphql'
const SPARE_TIME_MS = 30_000
const SIGN_IN = `mutation SignInAsDemo($input: SignInAsDemoInput!) {
  signInAsDemo(input: $input) {
    __typename
    ... on SignedIn { accessToken expiresAt }
    ... on Refusal { code message }
  }
}`

const signedIn = new Map()

/** The answer to one operation, as the specification shapes it; also when the server or the way to it is broken. */
export async function execute(request, persona, headers = {}) {
  try {
    const response = await send(request, await headersFor(persona, headers), 'application/graphql-response+json, application/json')
    return await answerOf(response)
  } catch (problem) {
    return failed(problem.message)
  }
}

/** The answers of a subscription as they come, over server-sent events. */
export function subscribe(request, persona, headers = {}) {
  const stop = new AbortController()
  const answers = stream(request, persona, headers, stop.signal)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => answers.next(),
    // A generator that waits for the network would hear return() only after the next answer.
    return: () => {
      stop.abort()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}

/** Whether this server lets a visitor become a demo persona: only where sample data is on. */
export async function offersPersonas() {
  const { data } = await execute({ query: '{ __type(name: "Mutation") { fields { name } } }' })
  return Boolean(data?.__type?.fields?.some((field) => field.name === 'signInAsDemo'))
}

/** A valid access token of a demo persona, signing in when there is none. */
export async function tokenOf(persona) {
  const known = signedIn.get(persona)
  if (known && known.expiresAt > Date.now() + SPARE_TIME_MS) {
    return known.accessToken
  }
  const { data, errors } = await execute({ query: SIGN_IN, variables: { input: { persona } } })
  const result = data?.signInAsDemo
  if (!result?.accessToken) {
    throw new Error(result?.message ?? errors?.[0]?.message ?? 'signInAsDemo')
  }
  signedIn.set(persona, { accessToken: result.accessToken, expiresAt: Date.parse(result.expiresAt) })
  return result.accessToken
}

async function headersFor(persona, headers) {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')
  return !persona || persona === 'ANONYMOUS' || named
    ? headers
    : { Authorization: `Bearer ${await tokenOf(persona)}`, ...headers }
}

function send(request, headers, accept, signal) {
  return fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept, ...headers },
    body: JSON.stringify(request),
    cache: 'no-store',
    credentials: 'omit',
    signal,
  })
}

async function* stream(request, persona, headers, signal) {
  try {
    const response = await send(request, await headersFor(persona, headers), 'text/event-stream', signal)
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      yield await answerOf(response)
      return
    }
    const text = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let waiting = ''
    for (let part = await text.read(); !part.done; part = await text.read()) {
      const blocks = (waiting + part.value).split(/\r?\n\r?\n/)
      waiting = blocks.pop()
      for (const block of blocks) {
        const { event, data } = parse(block)
        if (event === 'complete') {
          return
        }
        if (data) {
          yield JSON.parse(data)
        }
      }
    }
  } catch (problem) {
    if (!signal.aborted) {
      yield failed(problem.message)
    }
  }
}

function parse(block) {
  const fields = { event: 'message', data: '' }
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) {
      const value = line.slice(colon + 1).replace(/^ /, '')
      const name = line.slice(0, colon)
      fields[name] = name === 'data' && fields.data ? `${fields.data}\n${value}` : value
    }
  }
  return fields
}

async function answerOf(response) {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return failed(`HTTP ${response.status} ${text.slice(0, 200)}`)
  }
}

function failed(message) {
  return { errors: [{ message }] }
}
