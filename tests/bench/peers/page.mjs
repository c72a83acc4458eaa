// One case of one library, in a page of its own: /page.html?who=dexie&case=open&name=...
import { doors, events, EVENTS } from './data.mjs'

const asked = new URLSearchParams(location.search)
const [who, named, name] = ['who', 'case', 'name'].map((key) => asked.get(key))
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

async function stored() {
  const { usage, usageDetails } = await navigator.storage.estimate()
  return { bytes: usageDetails?.indexedDB ?? usage }
}

const cases = { fill: filled, open: opened, write: written, bulk: inBulk, push: pushed, pull: pulled, stored }
window.came = (async () => {
  try {
    const its = named === 'stored' ? {} : await import(`/${who}.mjs`)
    await its.ready?.()
    return await cases[named](its)
  } catch (error) {
    return { error: String(error?.stack ?? error) }
  }
})()
