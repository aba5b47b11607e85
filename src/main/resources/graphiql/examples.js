// The operations of client-examples/, ready to run: variables that depend on another answer are filled in.

import { execute } from './api.js'

/** All examples of this server. */
export async function loadExamples() {
  const response = await fetch('/graphiql/examples', { credentials: 'omit' })
  if (!response.ok) {
    throw new Error(`/graphiql/examples: HTTP ${response.status}`)
  }
  return response.json()
}

/** The examples of one persona as GraphiQL tabs. A value that cannot be found stays as it is in the file. */
export async function tabsOf(persona, examples, fill) {
  const answers = new Map()
  const tabs = []
  for (const example of examples.filter((candidate) => candidate.persona === persona)) {
    const variables = fill ? await variablesOf(example, examples, answers) : example.variables
    const text = Object.keys(variables).length ? JSON.stringify(variables, null, 2) : ''
    tabs.push({ query: example.query, variables: text })
  }
  return tabs
}

async function variablesOf(example, examples, answers) {
  const variables = structuredClone(example.variables)
  for (const place of example.fresh) {
    put(variables, place, newUuid())
  }
  for (const { variable, from, path } of example.uses) {
    if (!answers.has(from)) {
      answers.set(from, await answerOf(from, examples, answers))
    }
    const value = at(answers.get(from), stepsOf(path))
    if (value !== undefined && value !== null) {
      put(variables, variable, value)
    }
  }
  return variables
}

async function answerOf(name, examples, answers) {
  const example = examples.find((candidate) => candidate.name === name)
  return example && isQuery(example)
    ? execute({ query: example.query, variables: await variablesOf(example, examples, answers) }, example.persona)
    : undefined
}

/** Opening the page must change nothing, so only queries are run unasked. */
function isQuery(example) {
  return !/^\s*(mutation|subscription)\b/m.test(example.query)
}

/** As crypto.randomUUID, which browsers keep from pages that came over plain HTTP. */
function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}

function put(target, place, value) {
  const steps = stepsOf(place)
  const last = steps.pop()
  const parent = at(target, steps)
  if (parent && typeof parent === 'object') {
    parent[last] = value
  }
}

function at(source, steps) {
  return steps.reduce((value, step) => value?.[step], source)
}

/** `nodes[0].id` → nodes, 0, id */
function stepsOf(path) {
  return path.replace(/\[(\d+)\]/g, '.$1').split('.')
}
