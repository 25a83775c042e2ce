#!/usr/bin/env node
// Signs one player in, with fetch alone. Messages for the player go to stderr.
//   PHIGROS_GATEWAY=https://gate.example node examples/login.mjs "player's name" [seconds]
// seconds: time limit for the whole login, by default 600. A QQ bot has 300 in groups and channels, 3600 one-to-one.
// PHIGROS_TOKEN_FILE=file: where to store the session token; - prints it. Without it the token is not kept.
// PHIGROS_CLIENT_SECRET: the client secret, if the gateway requires one.
// PHIGROS_STATE=file: keeps the login, so that a second request, or a restart after a crash, gets the same link.
// PHIGROS_PICTURE=qr.png PHIGROS_REGION=cn: for chats that accept pictures but no links.
// In your own program: import { signIn } from './login.mjs'. It needs nothing of Node, so it also works in a browser.

export class LoginOver extends Error {} // there is no token; the message is for the player

/**
 * Signs one player in and returns { sessionToken, region, player, profile, acknowledge }.
 * @param show Called with the login and, if `picture` is true, its QR code as a PNG: send the link or the picture.
 * @param keep Called with each new login, and with null when it is over: store it, and pass it as `login` after a restart.
 */
export async function signIn({
  gateway, player, show, keep = () => {}, login = null, seconds = 600, region, picture = false,
  clientSecret, requestedBy = 'login.mjs', lang = 'en',
}) {
  const end = Date.now() + seconds * 1000
  const left = () => Math.floor((end - Date.now()) / 1000)

  // Retries what is temporary: no response, 5xx, and 429, not before the time given in Retry-After.
  async function call(method, path, headers, body) {
    for (let pause = 1; ; pause = Math.min(pause * 2, 8)) {
      const response = await fetch(`${gateway}/api/v1/logins${path}`, { method, headers, body, signal: AbortSignal.timeout(35_000) })
        .catch(() => null) // no response
      const bytes = await response?.arrayBuffer().catch(() => null) // or only a part of it
      const json = bytes && response.headers.get('content-type')?.includes('json') && JSON.parse(new TextDecoder().decode(bytes))
      if (bytes && response.status !== 429 && response.status < 500) {
        return { bytes, detail: `The gateway responded with ${response.status}.`, ...json, httpStatus: response.status }
      }
      const wait = Math.max(pause, Number(response?.headers.get('retry-after')) || 0)
      if (wait > left()) throw new LoginOver(json?.detail ?? 'The gateway does not respond. Please try again later.')
      await new Promise(resolve => setTimeout(resolve, wait * 1000))
    }
  }

  let answer
  for (let tries = 0; tries < 3; tries++) {
    if (!login) {
      // Until the scan: after it, the confirmation may take 60 s and the game cloud 45 s.
      // A picture is valid as long as its QR code, 300 s; a link gets new QR codes.
      const expiresInSeconds = Math.max(60, Math.min(left() - 105, picture ? 300 : 1800))
      const headers = { 'content-type': 'application/json', ...clientSecret && { 'x-api-key': clientSecret } }
      login = await call('POST', '', headers, JSON.stringify({ region, requestedBy, requestedFor: player, expiresInSeconds }))
      if (login.httpStatus !== 201) throw new LoginOver(login.detail)
      await keep(login)
    }
    const path = `/${login.id}`, secret = { authorization: `Bearer ${login.loginSecret}` }
    const qr = picture && await call('GET', `${path}/qr.png?scale=8`)
    await show(login, qr?.httpStatus === 200 ? new Uint8Array(qr.bytes) : null)
    do {
      const seconds = left()
      if (seconds <= 0) throw new LoginOver('There was no answer in time. Please ask again.')
      answer = await call('GET', `${path}/result?lang=${lang}&wait=${Math.min(seconds, 25)}`, secret)
    } while (answer.httpStatus === 200 && !answer.final)
    if (answer.status === 'succeeded') {
      const acknowledge = async () => (await call('DELETE', path, secret), await keep(null))
      return { ...answer.result, acknowledge }
    }
    await keep(login = null)
    if (answer.httpStatus !== 404 && answer.httpStatus !== 410) break // the gateway no longer has it: create another one
  }
  throw new LoginOver(answer.message ?? answer.detail)
}

async function main([player = 'a player', seconds = 600]) {
  const [{ existsSync, readFileSync, writeFileSync }, { createInterface }] = [await import('node:fs'), await import('node:readline')]
  const { PHIGROS_GATEWAY = 'http://localhost:5015', PHIGROS_REGION: region, PHIGROS_CLIENT_SECRET: clientSecret } = process.env
  const { PHIGROS_PICTURE: picture, PHIGROS_STATE: state, PHIGROS_TOKEN_FILE: tokenFile } = process.env
  const gateway = PHIGROS_GATEWAY.replace(/\/$/, '')
  const login = state && existsSync(state) ? JSON.parse(readFileSync(state, 'utf8') || 'null') : null
  const keep = login => { if (state) writeFileSync(state, JSON.stringify(login), { mode: 0o600 }) } // it has the login secret
  const show = ({ loginUrl }, qr) => {
    if (qr) writeFileSync(picture, qr)
    console.error(picture ? `Scan ${picture} with TapTap, region ${region}.` : `Sign in here: ${loginUrl}`)
  }
  try {
    const done = await signIn({ gateway, player, region, picture: Boolean(picture), seconds, clientSecret, login, keep, show })
    // Anyone who had the link may have signed in: ask before you store anything.
    console.error(`Signed in as ${done.player.nickname || done.profile.name}. Is this you? [y/n]`)
    let answer = 'n'
    for await (answer of createInterface({ input: process.stdin })) break
    const isTheirs = /^y/i.test(answer)
    if (isTheirs && tokenFile === '-') console.log(done.sessionToken)
    else if (isTheirs && tokenFile) writeFileSync(tokenFile, done.sessionToken, { mode: 0o600 }) // a bot encrypts it first
    else if (isTheirs) console.error('The token was not kept: PHIGROS_TOKEN_FILE is not set.')
    await done.acknowledge()
    if (!isTheirs) throw new LoginOver('Nothing was stored.')
  } catch (error) {
    if (!(error instanceof LoginOver)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

if (globalThis.process?.argv[1]) {
  const { pathToFileURL } = await import('node:url')
  if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2))
}
