// Our own side: the app's journal, session, seals and fold, compiled as it is shipped.
import init, * as ours from './ours.js'
import { PHONES } from './data.mjs'

export const promises = 'strict, in two databases; sealed at rest and on the way; signed'
const asked = new URLSearchParams(location.search)
const code = (remote) => `code-${remote}`

export const ready = () => init({ module_or_path: '/ours_bg.wasm' })
export const fill = (name) => ours.fill(name)
export const open = (name) => ours.open(name)
export const write = () => ours.record(1)
export const bulk = (events) => ours.record(events.length)

export async function begin(name, fresh) {
  if (asked.get('case') === 'push') localStorage[code(asked.get('remote'))] = await ours.found(name, asked.get('code'))
  else if (!fresh) await ours.begin(name)
}

export const push = () => ours.push()
export const pull = (remote) => ours.pull(asked.get('name'), localStorage[code(remote)])

// A campaign with an invitation for each of them, to a stair of its own.
export async function invited(name, remote, startCode) {
  localStorage[code(remote)] = JSON.stringify(await ours.found_for(name, startCode, PHONES))
}

export async function phones(all, remote) {
  const codes = JSON.parse(localStorage[code(remote)])
  for (const { n, name, events } of all) await ours.join_with(name, codes[n], n, events.length)
}

export const pushAll = () => ours.push_all()
