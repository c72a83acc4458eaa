// The relay of @evolu/common 7: what it has of one, put together as in @evolu/nodejs, whose version for it
// was not to be had from npm. Its SQLite is one compiled to wasm, on this disk: what @evolu/nodejs takes needs a compiler.
// Node 20 has none of the three that are put into it here; @evolu/common wants Node 22.
import 'core-js/actual/promise/with-resolvers.js'
import 'core-js/actual/set/difference.js'
import { timingSafeEqual } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

globalThis.WebSocket ??= WebSocket
const { createPreparedStatementsCache, createRandom, createSqlite, getOrThrow, SimpleName, sql } =
  await import('@evolu/common')
const {
  applyProtocolMessageAsRelay, createBaseSqliteStorageTables, createRelaySqliteStorage, createRelayStorageTables,
  ownerIdToOwnerIdBytes,
} = await import('@evolu/common/local-first')
const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm')

const driver = (folder) => async (name) => {
  const db = new Database(join(folder, `${name}.db`))
  // Nobody else opens it, and this build makes a folder for each lock: a pull has a question for each event.
  db.exec('PRAGMA locking_mode = EXCLUSIVE')
  const statements = createPreparedStatementsCache((sql) => db.prepare(sql), (statement) => statement.finalize())
  return {
    exec(query, isMutation) {
      const statement = statements.get(query, true)
      if (!isMutation) return { rows: statement.all(query.parameters), changes: 0 }
      return { rows: [], changes: statement.run(query.parameters).changes }
    },
  }
}

const failed = (error) => { throw new Error(JSON.stringify(error)) }

// Takes what sockets bring, and tells once it has kept so many of an owner's messages. No case has two phones
// of one owner connected at once, so what came is passed on to nobody.
export async function relay() {
  const folder = await mkdtemp(join(tmpdir(), 'evolu-'))
  const sqlite = getOrThrow(await createSqlite({ createSqliteDriver: driver(folder) })(SimpleName.orThrow('relay')))
  const deps = { sqlite, random: createRandom(), timingSafeEqual }
  getOrThrow(createBaseSqliteStorageTables(deps))
  getOrThrow(createRelayStorageTables(deps))
  const storage = createRelaySqliteStorage(deps)({ onStorageError: failed, isOwnerWithinQuota: () => true })
  const apply = applyProtocolMessageAsRelay({ storage })
  const all = ({ of, count }) => {
    const owner = ownerIdToOwnerIdBytes(of)
    const counted = sqlite.exec(sql`select count(*) as kept from evolu_message where ownerId = ${owner};`)
    return getOrThrow(counted).rows[0].kept >= count
  }
  // By owner: what is waited for.
  const waiting = new Map()
  return {
    connected(socket, of) {
      socket.on('message', async (message) => {
        const answer = getOrThrow(await apply(new Uint8Array(message)))
        socket.send(answer.message, { binary: true })
        const waits = waiting.get(of)
        if (waits && all(waits)) waits.done()
      })
    },
    arrived: (of, count) => new Promise((done) => {
      waiting.set(of, { of, count, done })
      if (all({ of, count })) done()
    }),
  }
}
