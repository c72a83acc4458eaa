// The same made-up doors and events for everybody: about 190 bytes of JSON an event, as an app that
// keeps objects would have them.

export const DOORS = 10_000
export const EVENTS = 10_000
// Phones that bring their evening at once, and what each has recorded.
export const PHONES = 50
export const EACH = 500
const OUTCOMES = ['not_home', 'spoke', 'not_home', 'not_home', 'refused', 'not_home', 'left_leaflet']

function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const hex = (next) => next().toString(16).padStart(8, '0')
const uuid = (next) => {
  const all = hex(next) + hex(next) + hex(next) + hex(next)
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-8${all.slice(17, 20)}-${all.slice(20)}`
}

export function doors(count = DOORS) {
  const all = []
  for (let n = 0; n < count; n += 1) {
    all.push({
      id: `door-${n}`, stair: Math.floor(n / 80), label: `Flat ${(n % 80) + 1}`,
      floor: Math.floor((n % 80) / 8), order: n % 80, uprn: 900_300_000_000 + n,
    })
  }
  return all
}

export function events(count = EVENTS, seed = 1) {
  const next = seeded(seed)
  const device = uuid(next)
  const all = []
  for (let n = 0; n < count; n += 1) {
    all.push({
      id: uuid(next), device, seq: n + 1, at: 1_773_077_400_000 + n * 60_000,
      kind: 'knock', door: `door-${next() % DOORS}`, outcome: OUTCOMES[next() % OUTCOMES.length],
    })
  }
  return all
}

// What the page shows: every door with what came of it last. Each adapter's data goes through it.
export function folded(allDoors, allEvents) {
  const last = new Map()
  for (const event of allEvents) {
    const before = last.get(event.door)
    if (!before || before.at < event.at) last.set(event.door, event)
  }
  return allDoors.map((door) => `${door.label}: ${last.get(door.id)?.outcome ?? ''}`)
}
