// Yjs with y-indexeddb, beside the server of y-websocket: a map of doors and an array of events.
import * as Y from 'yjs'
import { IndexeddbPersistence } from 'y-indexeddb'
import { WebsocketProvider } from 'y-websocket'
import { folded } from './data.mjs'

export const promises =
  'relaxed, and it does not tell when a write is durable (its own pending transaction is awaited here); not sealed, not signed; the server keeps it in memory only'
let doc
let persistence
let crowd

export async function begin(name) {
  doc = new Y.Doc()
  persistence = new IndexeddbPersistence(name, doc)
  await persistence.whenSynced
}

// Resolves once everything written so far is in IndexedDB: a later transaction of the same store.
const durable = (its = persistence) => new Promise((done, failed) => {
  const transaction = its.db.transaction(['updates'], 'readwrite')
  transaction.objectStore('updates').count()
  transaction.oncomplete = () => done()
  transaction.onabort = () => failed(transaction.error)
})

export async function fill(name, doors, events) {
  await begin(name)
  doc.transact(() => {
    const map = doc.getMap('doors')
    for (const door of doors) map.set(door.id, door)
  })
  doc.transact(() => doc.getArray('events').push(events))
  await durable()
}

export async function open(name) {
  await begin(name)
  return folded([...doc.getMap('doors').values()], doc.getArray('events').toArray())
}

export async function write(event) {
  doc.getArray('events').push([event])
  await durable()
}

export const bulk = async (events) => {
  doc.transact(() => doc.getArray('events').push(events))
  await durable()
}

// Whether the server has everything it shows itself to a second, empty document.
async function synced(name, target) {
  const provider = new WebsocketProvider(`ws://${location.host}/yjs`, name, target, { disableBc: true })
  await new Promise((done) => provider.once('sync', done))
  return provider
}

export async function push(name, its = doc) {
  const wanted = its.getArray('events').length
  const mine = await synced(name, its)
  // It has no acknowledgement: the server is asked, each time anew, until it shows all.
  for (;;) {
    const answer = await fetch(`/yjs-count?of=${name}`)
    if (await answer.json() >= wanted) break
  }
  mine.destroy()
  return wanted
}

export async function pull(name) {
  const mine = await synced(name, doc)
  await durable()
  mine.destroy()
  return doc.getArray('events').length
}

// Each with a document of its own: of one for all of them, everybody would be sent everybody's events.
export async function phones(all) {
  crowd = await Promise.all(all.map(async ({ n, name, events }) => {
    const its = new Y.Doc()
    const kept = new IndexeddbPersistence(name, its)
    await kept.whenSynced
    its.transact(() => its.getArray('events').push(events))
    await durable(kept)
    return { n, its }
  }))
}

export async function pushAll(name) {
  const counts = await Promise.all(crowd.map(({ n, its }) => push(`${name}-${n}`, its)))
  return counts.reduce((sum, count) => sum + count, 0)
}
