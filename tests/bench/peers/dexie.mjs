// Dexie: a record a door and a record an event, in IndexedDB; strict, as our journal is.
import Dexie from 'dexie'
import { folded } from './data.mjs'

export const promises = 'strict; not sealed, not signed; no sync of its own'
let db

function opened(name) {
  db = new Dexie(name, { chromeTransactionDurability: 'strict' })
  db.version(1).stores({ doors: 'id', events: 'id' })
  return db.open()
}

export async function fill(name, doors, events) {
  await opened(name)
  await db.doors.bulkPut(doors)
  await db.events.bulkPut(events)
}

export async function open(name) {
  await opened(name)
  const [doors, events] = await Promise.all([db.doors.toArray(), db.events.toArray()])
  return folded(doors, events)
}

export const begin = opened
export const write = (event) => db.events.put(event)
export const bulk = (events) => db.events.bulkPut(events)
