// PouchDB beside express-pouchdb over LevelDB: a document a door and a document an event.
import PouchDB from 'pouchdb-browser'
import { folded } from './data.mjs'

export const promises = 'relaxed; not sealed, not signed'
let db
let crowd
const documents = (all) => all.map(({ id, ...rest }) => ({ _id: id, ...rest }))
const remote = (name) => new PouchDB(`${location.origin}/couch/${name}`)

export async function begin(name) {
  db = new PouchDB(name)
  await db.info()
}

export async function fill(name, doors, events) {
  await begin(name)
  await bulk([...doors, ...events])
}

export async function open(name) {
  await begin(name)
  const { rows } = await db.allDocs({ include_docs: true })
  const all = rows.map(({ doc: { _id, ...rest } }) => ({ id: _id, ...rest }))
  return folded(all.filter((one) => one.label), all.filter((one) => one.kind))
}

export const write = (event) => db.put(documents([event])[0])

export async function bulk(events) {
  const answers = await db.bulkDocs(documents(events))
  const wrong = answers.find((answer) => answer.error)
  if (wrong) throw new Error(JSON.stringify(wrong))
}

// Its usual batch is 100; 1,000 is the faster of the two.
export async function push(name) {
  const done = await db.replicate.to(remote(name), { batch_size: 1000 })
  return done.docs_written
}

export async function pull(name) {
  const done = await db.replicate.from(remote(name), { batch_size: 1000 })
  return done.docs_written
}

// The server's database is there before anybody pushes to it.
export const invited = (_, name) => remote(name).info()

export async function phones(all) {
  crowd = all.map(({ name }) => new PouchDB(name))
  await Promise.all(crowd.map((phone, n) => phone.bulkDocs(documents(all[n].events))))
}

export async function pushAll(name) {
  const done = await Promise.all(crowd.map((phone) => phone.replicate.to(remote(name), { batch_size: 1000 })))
  return done.reduce((sum, { docs_written: written }) => sum + written, 0)
}
