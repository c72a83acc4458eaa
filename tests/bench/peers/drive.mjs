// Side by side: every case of everybody in each round, in turns; medians and ratios of all rounds.
// node drive.mjs BUILT PROGRAM RESULTS [ROUNDS [local]]: what was built for the page, our own program,
// where the results go, and whether what needs a server is left out.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { brotliCompressSync } from 'node:zlib'
import { browser } from './browser.mjs'
import { DOORS, EACH, EVENTS, PHONES } from './data.mjs'
import { serve } from './serve.mjs'

const [built, program, results, rounds = '5', only] = process.argv.slice(2)
const PEERS = ['dexie', 'evolu', 'pouchdb', 'rxdb', 'yjs']
const WHO = ['ours', ...PEERS]
const SYNCING = WHO.filter((who) => who !== 'dexie')

const endpoint = spawn(program, [
  'serve', '--listen', '127.0.0.1:0', '--json', '--behind-proxy', '--data', await mkdtemp(join(tmpdir(), 'ours-')),
], { stdio: ['ignore', 'pipe', 'inherit'] })
const said = JSON.parse(await new Promise((done) => createInterface(endpoint.stdout).once('line', done)))
const served = await serve(built, `http://${said.listening}`)
const chromium = await browser(9518)

const noted = new Map()
const note = (key, unit, who, value) => {
  if (!noted.has(key)) noted.set(key, { unit, values: {} })
  ;(noted.get(key).values[who] ??= []).push(value)
}
const page = (who, named, name, more = {}) =>
  chromium.came(`${served.origin}/page.html?${new URLSearchParams({ who, case: named, name, ...more })}`)

async function local(who, round) {
  await chromium.emptied(served.origin)
  const name = `${who}-${round}`
  const empty = await page(who, 'stored', name)
  await page(who, 'fill', name)
  const { ready, painted, doors } = await page(who, 'open', name)
  if (doors !== DOORS) throw new Error(`${who} opened ${doors} doors`)
  note('cold open of 10,000 doors and 10,000 events, data ready', 'ms', who, ready)
  note('the same, from navigation to the first screen painted', 'ms', who, painted)
  const full = await page(who, 'stored', name)
  note('stored, 10,000 doors and 10,000 events', 'bytes', who, full.bytes - empty.bytes)
  await chromium.emptied(served.origin)
  const one = await page(who, 'write', `${name}-w`)
  note('one durable write, median', 'ms', who, one.median)
  note('one durable write, 95th percentile', 'ms', who, one.p95)
  const { took } = await page(who, 'bulk', `${name}-b`)
  note('10,000 events in bulk, durable', 'ms', who, took)
}

async function synced(who, round) {
  await chromium.emptied(served.origin)
  const remote = `${who}-${round}-remote`
  const more = { remote, code: said.start_code }
  const measured = async (named, least = EVENTS) => {
    const before = served.bytes()
    const came = await page(who, named, `${remote}-${named}`, more)
    if (came.count < least) throw new Error(`${who} ${named}: ${came.count}`)
    const now = served.bytes()
    const bytes = came.bytes ?? { up: now.up - before.up, down: now.down - before.down }
    return { took: came.took, bytes }
  }
  const push = await measured('push')
  note('push 10,000 events', 'ms', who, push.took)
  note('on the wire, push, up, with headers', 'bytes an event', who, push.bytes.up / EVENTS)
  const pull = await measured('pull')
  note('pull 10,000 events by a fresh phone', 'ms', who, pull.took)
  note('on the wire, pull, down, with headers', 'bytes an event', who, pull.bytes.down / EVENTS)
  await chromium.emptied(served.origin)
  more.remote = `${remote}-crowd`
  const crowd = await measured('crowd', PHONES * EACH)
  note('50 phones push 500 events each at once', 'ms', who, crowd.took)
}

const shuffled = (all, round) => all.map((_, n) => all[(n + round) % all.length])
for (let round = 0; round < Number(rounds); round += 1) {
  for (const who of shuffled(WHO, round)) await local(who, round)
  if (only !== 'local') for (const who of shuffled(SYNCING, round)) await synced(who, round)
  console.error(`round ${round + 1} of ${rounds}`)
}
// Ours without the app's pages, as it is measured here: the program and what binds it to the page. Evolu
// has its database in a worker, and SQLite beside it.
const SHIPPED = { ours: ['ours_bg.wasm', 'ours.js'], evolu: ['evolu.mjs', 'Db.worker.js', 'sqlite3.wasm'] }
for (const who of WHO) {
  let bytes = 0
  for (const file of SHIPPED[who] ?? [`${who}.mjs`]) {
    bytes += brotliCompressSync(await readFile(join(built, file))).length
  }
  note('shipped: the library alone, brotli', 'bytes', who, bytes)
}
await chromium.close()
served.close()
endpoint.kill()

const median = (values) => values && [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const short = (value) => (value === undefined ? '' : value >= 100 ? Math.round(value) : Math.round(value * 100) / 100)
const latest = [...noted].map(([named, { unit, values }]) => {
  const of = (who) => { const value = median(values[who]); return value === undefined ? null : short(value) }
  const peers = Object.fromEntries(PEERS.filter((who) => values[who]).map((who) => [who, of(who)]))
  return { case: named, ours: of('ours'), peers, unit }
})
await writeFile(results, `${JSON.stringify(latest, null, 2)}\n`)
console.log(`| | unit | ours | ${PEERS.join(' | ')} |`)
console.log(`|---|---|---|${PEERS.map(() => '---|').join('')}`)
for (const row of latest) {
  const cells = PEERS.map((who) => {
    const value = row.peers[who]
    if (value === undefined) return ''
    return row.ours ? `${value} (${short(value / row.ours)}×)` : value
  })
  console.log(`| ${row.case} | ${row.unit} | ${row.ours ?? ''} | ${cells.join(' | ')} |`)
}
process.exit(0)
