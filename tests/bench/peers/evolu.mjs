// Evolu over SQLite in OPFS, in a worker of its own, beside the relay of evolu-relay.mjs: a row a door and
// a row an event.
import {
  createAppOwner, createEvolu, createIdFromString, createOwnerWebSocketTransport, id, mnemonicToOwnerSecret,
  NonEmptyString100, NonNegativeInt, SimpleName, uint8ArrayToBase64Url,
} from '@evolu/common'
import { evoluWebDeps } from '@evolu/web'
import { EVENTS, folded } from './data.mjs'

export const promises =
  'SQLite with synchronous=FULL, but it tells of a write before that is committed (a later answer of its worker is awaited here); sealed on the way and at the relay, not at rest; not signed'
const asked = new URLSearchParams(location.search)
const [text, number] = [NonEmptyString100, NonNegativeInt]
const Schema = {
  doors: { id: id('Door'), key: text, stair: number, label: text, floor: number, order: number, uprn: number },
  events: { id: id('Event'), device: text, seq: number, at: number, kind: text, door: text, outcome: text },
}
const mnemonic = (remote) => `evolu-${remote}`
let phone
let crowd

// An Evolu, and what fails once it has told of an error: its own promises never do.
async function opened(name, owner) {
  const evolu = createEvolu(evoluWebDeps)(Schema, {
    name: SimpleName.orThrow(name), transports: [], ...(owner && { externalAppOwner: owner }),
  })
  const failed = new Promise((_, refused) => {
    evolu.subscribeError(() => refused(new Error(JSON.stringify(evolu.getError()))))
  })
  const its = { evolu, failed, recorded: 0 }
  its.owner = await unlessFailed(its, evolu.appOwner)
  return its
}

const unlessFailed = ({ failed }, promise) => Promise.race([promise, failed])

// A fresh phone is of the same owner as the one that pushed.
export async function begin(name, fresh) {
  const words = fresh && localStorage[mnemonic(asked.get('remote'))]
  phone = await opened(name, words && createAppOwner(mnemonicToOwnerSecret(words)))
}

const rows = (its, table, columns) =>
  unlessFailed(its, its.evolu.loadQuery(its.evolu.createQuery((db) => db.selectFrom(table).select(columns))))

// Resolves once everything written so far is committed. Its `onComplete` comes before that, so a later
// question is asked: the worker answers one after the other.
async function durable(its) {
  // By then what was written in this turn has been given to the worker.
  await null
  const last = its.evolu.createQuery((db) => db.selectFrom('events').select('id').limit(1))
  await unlessFailed(its, its.evolu.loadQuery(last))
}

function put({ evolu }, table, row) {
  const put = evolu.upsert(table, row)
  if (!put.ok) throw new Error(JSON.stringify(put.error))
}

// A UUID and its own identifiers are sixteen bytes each.
const idOf = (uuid) =>
  uint8ArrayToBase64Url(Uint8Array.from(uuid.replaceAll('-', '').match(/../g), (byte) => parseInt(byte, 16)))

// What is written in one turn is one transaction.
async function recorded(its, events) {
  for (const event of events) put(its, 'events', { ...event, id: idOf(event.id) })
  await durable(its)
  its.recorded += events.length
}

export async function fill(name, doors, events) {
  await begin(name)
  for (const door of doors) put(phone, 'doors', { ...door, id: createIdFromString(door.id), key: door.id })
  await recorded(phone, events)
}

export async function open(name) {
  await begin(name)
  const [doors, events] = await Promise.all([
    rows(phone, 'doors', ['key as id', 'stair', 'label', 'floor', 'order', 'uprn']),
    rows(phone, 'events', ['id', 'device', 'seq', 'at', 'kind', 'door', 'outcome']),
  ])
  return folded(doors, events)
}

export const write = (event) => recorded(phone, [event])
export const bulk = (events) => recorded(phone, events)

function synced({ evolu, owner }) {
  const url = `ws://${location.host}/evolu`
  evolu.useOwner({ ...owner, transports: [createOwnerWebSocketTransport({ url, ownerId: owner.id })] })
}

// It does not tell what has arrived: the relay is asked, once, and answers when it has kept all.
async function arrived(its) {
  synced(its)
  const count = its.recorded
  await unlessFailed(its, fetch(`/evolu-arrived?${new URLSearchParams({ of: its.owner.id, count })}`))
  return count
}

export async function push(remote) {
  localStorage[mnemonic(remote)] = phone.owner.mnemonic
  return arrived(phone)
}

// Its tables have changed, durably, before it tells.
export async function pull() {
  const { evolu } = phone
  const counted = evolu.createQuery((db) => db.selectFrom('events').select((its) => its.fn.countAll().as('count')))
  const all = new Promise((done) => {
    evolu.subscribeQuery(counted)(() => {
      const [row] = evolu.getQueryRows(counted)
      if (row?.count >= EVENTS) done(row.count)
    })
  })
  synced(phone)
  return unlessFailed(phone, all)
}

// Each of an owner of its own: one for all of them would be sent everybody's events.
export async function phones(all) {
  crowd = await Promise.all(all.map(async ({ name, events }) => {
    const its = await opened(name)
    await recorded(its, events)
    return its
  }))
}

export async function pushAll() {
  const counts = await Promise.all(crowd.map(arrived))
  return counts.reduce((sum, count) => sum + count, 0)
}
