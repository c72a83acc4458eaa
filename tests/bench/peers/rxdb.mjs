// RxDB over its Dexie storage; replication by its own protocol, to the handlers of serve.mjs.
import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { folded } from './data.mjs'

export const promises = 'relaxed; not sealed, not signed; the server keeps it in memory only'
const BATCH = 1000
let db
let crowd

const text = { type: 'string', maxLength: 64 }
const number = { type: 'number' }
const schema = (properties) => ({
  version: 0, primaryKey: 'id', type: 'object', required: Object.keys(properties), properties,
})
const collections = {
  doors: { schema: schema({ id: text, stair: number, label: text, floor: number, order: number, uprn: number }) },
  events: { schema: schema({ id: text, device: text, seq: number, at: number, kind: text, door: text, outcome: text }) },
}

export async function begin(name) {
  db = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false })
  await db.addCollections(collections)
}

async function inserted(collection, all) {
  const { error } = await collection.bulkInsert(all)
  if (error.length > 0) throw new Error(JSON.stringify(error[0]))
}

export async function fill(name, doors, events) {
  await begin(name)
  await inserted(db.doors, doors)
  await inserted(db.events, events)
}

export async function open(name) {
  await begin(name)
  const [doors, events] = await Promise.all([db.doors.find().exec(), db.events.find().exec()])
  return folded(doors.map((one) => one._data), events.map((one) => one._data))
}

export const write = (event) => db.events.insert(event)
export const bulk = (events) => inserted(db.events, events)

async function asked(path, body) {
  const answer = await fetch(`/rx/${path}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  return answer.json()
}

async function replicated(name, how, collection = db.events) {
  let count = 0
  const counted = (documents) => { count += documents }
  const replication = replicateRxCollection({
    collection, replicationIdentifier: `${name}-${Math.random()}`, live: false, retryTime: 100_000,
    ...how(counted),
  })
  await replication.awaitInitialReplication()
  await replication.cancel()
  return count
}

export const push = (name, collection) => replicated(name, (counted) => ({
  push: {
    batchSize: BATCH,
    async handler(rows) {
      counted(rows.length)
      return asked(`push?of=${name}`, rows)
    },
  },
}), collection)

export const pull = (name) => replicated(name, (counted) => ({
  pull: {
    batchSize: BATCH,
    async handler(checkpoint, batchSize) {
      const answer = await asked(`pull?of=${name}`, { from: checkpoint?.from ?? 0, batchSize })
      counted(answer.documents.length)
      return answer
    },
  },
}))

export async function phones(all) {
  crowd = []
  for (const { name, events } of all) {
    const phone = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false })
    await phone.addCollections({ events: collections.events })
    await inserted(phone.events, events)
    crowd.push(phone)
  }
}

export async function pushAll(name) {
  const counts = await Promise.all(crowd.map((phone) => push(name, phone.events)))
  return counts.reduce((sum, count) => sum + count, 0)
}
