// Chromium by its driver, as far as is needed here.
import { spawn } from 'node:child_process'
import { setTimeout as after } from 'node:timers/promises'

const OPTIONS = ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']

export async function browser(port) {
  const driver = spawn(process.env.CHROMEDRIVER ?? 'chromedriver', [`--port=${port}`], { stdio: 'ignore' })
  const at = `http://127.0.0.1:${port}`
  const asked = async (method, path, body) => {
    const answer = await fetch(at + path, { method, body: body && JSON.stringify(body) })
    const { value } = await answer.json()
    if (value?.error) throw new Error(`${value.error}: ${value.message}`)
    return value
  }
  for (let tries = 0; ; tries += 1) {
    try {
      await asked('GET', '/status')
      break
    } catch (error) {
      if (tries > 100) throw error
      await after(100)
    }
  }
  const wanted = { browserName: 'chrome', 'goog:chromeOptions': { args: OPTIONS }, timeouts: { script: 180_000, pageLoad: 60_000 } }
  const { sessionId } = await asked('POST', '/session', { capabilities: { alwaysMatch: wanted } })
  const session = `/session/${sessionId}`
  return {
    // Opens a page, and what it came to.
    async came(url) {
      await asked('POST', `${session}/url`, { url })
      const script = 'const done = arguments[0]; window.came.then(done)'
      const came = await asked('POST', `${session}/execute/async`, { script, args: [] })
      if (came.error) throw new Error(`${url}: ${came.error}`)
      return came
    },
    // Empties everything an origin has kept.
    async emptied(origin) {
      await asked('POST', `${session}/goog/cdp/execute`, {
        cmd: 'Storage.clearDataForOrigin', params: { origin, storageTypes: 'all' },
      })
    },
    async close() {
      await asked('DELETE', session)
      driver.kill()
    },
  }
}
