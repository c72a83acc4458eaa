// What the page comes from, and the peers' own servers, at one origin: bytes are counted there.
import { createServer, request as ask } from 'node:http'
import { readFile, mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { WebSocketServer } from 'ws'
import { relay } from './evolu-relay.mjs'

const require = createRequire(import.meta.url)
const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' }

// A CouchDB that PouchDB's own makers wrote, over LevelDB on this disk.
async function couch() {
  const express = require('express')
  const folder = join(await mkdtemp(join(tmpdir(), 'peers-')), '/')
  const PouchDB = require('pouchdb').defaults({ prefix: folder })
  const app = express()
  app.use('/couch', require('express-pouchdb')(PouchDB, {
    mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt'),
  }))
  return app
}

// The pull and push handlers that RxDB's documentation shows, over an array: nothing on a disk.
function rx() {
  const all = new Map()
  const of = (name) => {
    if (!all.has(name)) all.set(name, { order: [], byId: new Map() })
    return all.get(name)
  }
  return (path, name, body) => {
    const { order, byId } = of(name)
    if (path === '/rx/push') {
      const conflicts = []
      for (const row of body) {
        const there = byId.get(row.newDocumentState.id)
        if (there) conflicts.push(there)
        else {
          byId.set(row.newDocumentState.id, row.newDocumentState)
          order.push(row.newDocumentState)
        }
      }
      return conflicts
    }
    const documents = order.slice(body.from, body.from + body.batchSize)
    return { documents, checkpoint: { from: body.from + documents.length } }
  }
}

async function bodyOf(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

// `built` holds the page's scripts, `endpoint` is our own program's origin.
export async function serve(built, endpoint) {
  const app = await couch()
  const replicate = rx()
  const evolu = await relay()
  const { setupWSConnection, docs } = require('y-websocket/bin/utils')
  const passed = (request, answer) => {
    const on = ask(new URL(request.url, endpoint), { method: request.method, headers: { ...request.headers, 'x-forwarded-for': '10.0.0.1' } }, (came) => {
      answer.writeHead(came.statusCode, came.headers)
      came.pipe(answer)
    })
    request.pipe(on)
  }
  // The page's own files are no part of what is synced.
  let files = 0
  const server = createServer(async (request, answer) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost')
    if (pathname.startsWith('/v1/')) return passed(request, answer)
    if (pathname.startsWith('/couch')) return app(request, answer)
    if (pathname.startsWith('/rx/')) {
      const body = JSON.parse(await bodyOf(request))
      answer.writeHead(200, { 'content-type': 'application/json' })
      return answer.end(JSON.stringify(replicate(pathname, searchParams.get('of'), body)))
    }
    if (pathname === '/yjs-count') {
      const doc = docs.get(searchParams.get('of'))
      return answer.end(String(doc?.getArray('events').length ?? 0))
    }
    if (pathname === '/evolu-arrived') {
      await evolu.arrived(searchParams.get('of'), Number(searchParams.get('count')))
      return answer.end()
    }
    const file = join(built, pathname)
    try {
      const bytes = await readFile(file)
      const { socket } = request
      const before = socket.bytesWritten
      answer.on('finish', () => { files += socket.bytesWritten - before })
      answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
      answer.end(bytes)
    } catch {
      answer.writeHead(404)
      answer.end()
    }
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const { pathname, searchParams } = new URL(request.url, 'http://localhost')
      if (pathname === '/evolu') return evolu.connected(connection, searchParams.get('ownerId'))
      setupWSConnection(connection, request, { docName: request.url.replace(/^\/yjs\//, '').split('?')[0] })
    })
  })
  // Bytes of connections that have ended, and of those that have not.
  const there = new Set()
  const ended = { up: 0, down: 0 }
  server.on('connection', (socket) => {
    there.add(socket)
    socket.on('close', () => {
      there.delete(socket)
      ended.up += socket.bytesRead
      ended.down += socket.bytesWritten
    })
  })
  const bytes = () => {
    const sum = (key) => [...there].reduce((all, socket) => all + socket[key], 0)
    return { up: ended.up + sum('bytesRead'), down: ended.down + sum('bytesWritten') - files }
  }
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return { origin: `http://localhost:${server.address().port}`, bytes, close: () => server.close() }
}
