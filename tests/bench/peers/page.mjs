// One case of one library, in a page of its own: /page.html?who=dexie&case=open&name=...
import { doors, EACH, events, EVENTS, PHONES } from './data.mjs'

const asked = new URLSearchParams(location.search)
const [who, named, name] = ['who', 'case', 'name'].map((key) => asked.get(key))
// So many pages share a crowd's phones: RxDB opens no more than sixteen collections in one.
const PAGES = 10
// So many of the doors are painted first.
const SCREEN = 100

const timed = async (what) => {
  const begun = performance.now()
  const came = await what()
  return [performance.now() - begun, came]
}

// After the next frame: by then it has been painted.
const painted = () => new Promise((done) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => done(performance.now())
    port2.postMessage(0)
  })
})

async function filled(its) {
  await its.fill(name, doors(), events())
  return {}
}

async function opened(its) {
  const [ready, lines] = await timed(() => its.open(name))
  const list = document.querySelector('#doors')
  for (const line of lines.slice(0, SCREEN)) {
    const item = document.createElement('li')
    item.textContent = line
    list.append(item)
  }
  return { ready, painted: await painted(), doors: lines.length }
}

async function written(its) {
  await its.begin(name)
  const all = events(60, 2)
  const times = []
  for (const event of all) {
    const [took] = await timed(() => its.write(event))
    times.push(took)
  }
  // The first ten warm up.
  times.splice(0, 10)
  times.sort((a, b) => a - b)
  return { median: times[25], p95: times[47] }
}

async function inBulk(its) {
  await its.begin(name)
  const all = events(EVENTS, 3)
  const [took] = await timed(() => its.bulk(all))
  return { took }
}

async function pushed(its) {
  await its.begin(name)
  await its.bulk(events(EVENTS, 4))
  const [took, count] = await timed(() => its.push(asked.get('remote')))
  return { took, count }
}

async function pulled(its) {
  await its.begin(name, 'fresh')
  const [took, count] = await timed(() => its.pull(asked.get('remote')))
  return { took, count }
}

// A page with some of the crowd's phones, and what each has recorded: they push once they are told.
async function someOfThem(its) {
  const page = Number(asked.get('page'))
  const all = []
  for (let n = page; n < PHONES; n += PAGES) {
    all.push({ n, name: `${name}-${n}`, events: events(EACH, 100 + n) })
  }
  await its.phones(all, asked.get('remote'))
  window.pushed = () => its.pushAll(asked.get('remote'))
  return {}
}

async function framed(page) {
  const frame = document.createElement('iframe')
  frame.src = `/page.html?${new URLSearchParams({ who, case: 'some', name, remote: asked.get('remote'), page })}`
  const loaded = new Promise((done) => { frame.onload = done })
  document.body.append(frame)
  await loaded
  const came = await frame.contentWindow.came
  if (came.error) throw new Error(came.error)
  return frame.contentWindow
}

// All of them push at the same moment, until everything has arrived.
async function crowd(its) {
  await its.invited?.(name, asked.get('remote'), asked.get('code'))
  const pages = []
  for (let page = 0; page < PAGES; page += 1) pages.push(await framed(page))
  const [took, counts] = await timed(() => Promise.all(pages.map((page) => page.pushed())))
  return { took, count: counts.reduce((sum, count) => sum + count, 0) }
}

async function stored() {
  const { usage, usageDetails } = await navigator.storage.estimate()
  // In IndexedDB, and in the origin's own files (OPFS), which Evolu alone keeps.
  const { indexedDB = 0, fileSystem = 0 } = usageDetails ?? {}
  return { bytes: indexedDB + fileSystem || usage }
}

const cases = {
  fill: filled, open: opened, write: written, bulk: inBulk, push: pushed, pull: pulled, some: someOfThem, crowd, stored,
}
window.came = (async () => {
  try {
    const its = named === 'stored' ? {} : await import(`/${who}.mjs`)
    await its.ready?.()
    return await cases[named](its)
  } catch (error) {
    return { error: String(error?.stack ?? error) }
  }
})()
