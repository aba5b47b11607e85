// The page at /graphiql: GraphiQL, the examples as tabs, and one button for each demo persona.

import { execute, offersPersonas, subscribe, tokenOf } from './api.js'
import { loadExamples, tabsOf } from './examples.js'

const { React, ReactDOM, GraphiQL } = window

const PERSONAS = [
  ['ANONYMOUS', '匿名', 'Anonymous'],
  ['PARENT', '家长', 'Parent'],
  ['OTHER_PARENT', '另一位家长', 'Other parent'],
  ['STAFF', '驿站工作人员', 'Staff'],
  ['MASTER', '站长', 'Master'],
  ['VOLUNTEER', '志愿者', 'Volunteer'],
  ['EXECUTIVE', '执委', 'Executive'],
  ['FEDERATION', '妇联', 'Federation'],
  ['FOUNDATION', '基金会', 'Foundation'],
  ['ADMIN', '管理员', 'Admin'],
]

const personas = document.getElementById('personas')
const groups = document.getElementById('examples')
const status = document.getElementById('status')
const root = ReactDOM.createRoot(document.getElementById('editor'))
const storages = new Map()

let persona = 'ANONYMOUS'
let examples = []
let demo = false

function fetcher(request, { documentAST, headers } = {}) {
  return operationOf(documentAST, request.operationName) === 'subscription'
    ? subscribe(request, persona, headers)
    : execute(request, persona, headers)
}

function operationOf(document, name) {
  const operations = document?.definitions.filter((definition) => definition.kind === 'OperationDefinition') ?? []
  return (operations.find((operation) => operation.name?.value === name) ?? operations[0])?.operation
}

/** Stands in for the browser's storage, so that headers and variables never reach the disk. */
function memory(tab) {
  // GraphiQL takes the first tab's variables from its storage only.
  const items = new Map(tab && [['graphiql:query', tab.query], ['graphiql:variables', tab.variables]])
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
    clear: () => items.clear(),
    get length() {
      return items.size
    },
  }
}

async function open(group) {
  if (!storages.has(group)) {
    say('正在准备示例…… Preparing examples…')
    const tabs = await tabsOf(group, examples, demo || group === 'ANONYMOUS')
    storages.set(group, { storage: memory(tabs[0]), tabs })
  }
  const { storage, tabs } = storages.get(group)
  groups.value = group
  root.render(
    React.createElement(
      GraphiQL,
      {
        key: group,
        fetcher,
        storage,
        defaultTabs: tabs.length ? tabs : undefined,
        shouldPersistHeaders: false,
        defaultEditorToolsVisibility: 'variables',
      },
      React.createElement(GraphiQL.Logo, null, ' '),
    ),
  )
  tellWho()
}

async function become(chosen, button) {
  button.setAttribute('aria-busy', 'true')
  try {
    if (chosen !== 'ANONYMOUS') {
      await tokenOf(chosen)
    }
    persona = chosen
    for (const other of personas.children) {
      other.setAttribute('aria-pressed', String(other === button))
    }
    await open(has(chosen) ? chosen : groups.value)
  } catch (problem) {
    say(`登录失败 Sign-in failed: ${problem.message}`, true)
  } finally {
    button.removeAttribute('aria-busy')
  }
}

function has(group) {
  return examples.some((example) => example.persona === group)
}

function tellWho() {
  const [, chinese, english] = PERSONAS.find(([name]) => name === persona)
  say(`你是 ${chinese} ${english}`)
}

function say(text, problem = false) {
  status.textContent = text
  status.classList.toggle('problem', problem)
}

function showPersonas() {
  for (const [name, chinese, english] of PERSONAS) {
    const button = document.createElement('button')
    const small = document.createElement('small')
    small.lang = 'en'
    small.textContent = english
    button.type = 'button'
    button.dataset.persona = name
    button.append(chinese, small)
    button.setAttribute('aria-pressed', String(name === persona))
    button.addEventListener('click', () => become(name, button))
    personas.append(button)
  }
  personas.hidden = false
}

function showGroups() {
  for (const [name, chinese, english] of PERSONAS.filter(([group]) => group === 'ANONYMOUS' || has(group))) {
    groups.append(new Option(`${chinese} ${english}`, name))
  }
  groups.addEventListener('change', () => open(groups.value))
}

try {
  ;[examples, demo] = await Promise.all([loadExamples(), offersPersonas()])
  showGroups()
  if (demo) {
    showPersonas()
  }
  await open('ANONYMOUS')
  document.body.dataset.ready = 'true'
} catch (problem) {
  say(`页面未能打开 The page could not open: ${problem.message}`, true)
}
