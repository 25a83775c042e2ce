#!/usr/bin/env node
// One login, with fetch alone: words for the player on stderr, the session token on stdout.
//   PHIGROS_GATEWAY=https://gate.example node examples/login.mjs "player's name" [seconds]
// seconds: how long all of it may take, 600 if not said; QQ gives 180 from a message to its reply.
// PHIGROS_STATE=file keeps the login: whoever asks again, or comes back after a crash, gets the same link.
// PHIGROS_PICTURE=qr.png PHIGROS_REGION=cn is for chats that take pictures and no links.
// A browser imports signIn; `keep` can put the login into sessionStorage there.

export class LoginOver extends Error {} // there will be no token; the message is for the player

export async function signIn({ gateway, player, region, picture, seconds = 600, login, keep, show }) {
  const end = Date.now() + seconds * 1000
  const left = () => Math.floor((end - Date.now()) / 1000)

  // Asks again while that can help: when nobody answers, on 5xx, and on 429 after the time that it names.
  async function call(method, path, headers, body) {
    for (let pause = 1; ; pause = Math.min(pause * 2, 8)) {
      const answer = await fetch(`${gateway}/api/v1/logins${path}`, { method, headers, body, signal: AbortSignal.timeout(35_000) })
        .catch(() => null) // nobody is there
      const bytes = await answer?.arrayBuffer().catch(() => null) // or left in mid-sentence
      if (bytes && answer.status !== 429 && answer.status < 500) {
        const json = answer.headers.get('content-type')?.includes('json') && JSON.parse(new TextDecoder().decode(bytes))
        return { bytes, detail: `The gateway answered ${answer.status}.`, ...json, status: answer.status }
      }
      const wait = Math.max(pause, Number(answer?.headers.get('retry-after')) || 0)
      if (wait > left()) throw new LoginOver('The gateway does not answer. Please try again later.')
      await new Promise(resume => setTimeout(resume, wait * 1000))
    }
  }

  let answer
  for (let tries = 0; tries < 3; tries++) {
    if (!login) {
      // Until the scan: from then on the confirmation may take 60 s more, and the game's cloud 45 s.
      // A picture lives as long as its code, 300 s; a link gets new codes.
      const expiresInSeconds = Math.max(60, Math.min(left() - 105, picture ? 300 : 1800))
      const wish = JSON.stringify({ region, requestedBy: 'login.mjs', requestedFor: player, expiresInSeconds })
      login = await call('POST', '', { 'content-type': 'application/json' }, wish)
      if (login.status !== 201) throw new LoginOver(login.detail)
      keep(login)
    }
    const path = `/${login.id}`, secret = { authorization: `Bearer ${login.claimSecret}` }
    await show(login, picture && await call('GET', `${path}/qr.png?scale=8`))
    do {
      const seconds = left()
      if (seconds <= 0) throw new LoginOver('There was no answer in time. Please ask again.')
      answer = await call('GET', `${path}/result?lang=en&wait=${Math.min(seconds, 25)}`, secret)
    } while (answer.status === 200 && !answer.final)
    if (answer.state === 'succeeded') return { ...answer.result, acknowledge: () => call('DELETE', path, secret).then(() => keep(null)) }
    keep(login = null)
    if (answer.status !== 404 && answer.status !== 410) break // those two: forgotten by the gateway, so open another one
  }
  throw new LoginOver(answer.message ?? answer.detail)
}

if (globalThis.process?.argv[1]?.endsWith('login.mjs')) {
  const [{ existsSync, readFileSync, writeFileSync }, { createInterface }] = [await import('node:fs'), await import('node:readline')]
  const { PHIGROS_GATEWAY: gateway = 'http://localhost:5015', PHIGROS_REGION: region, PHIGROS_PICTURE: picture, PHIGROS_STATE: file } = process.env
  const login = file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8') || 'null') : null
  const keep = login => { if (file) writeFileSync(file, JSON.stringify(login), { mode: 0o600 }) } // it holds the claim secret
  const show = ({ loginUrl }, qr) => {
    if (qr?.status === 200) writeFileSync(picture, new Uint8Array(qr.bytes))
    console.error(picture ? `Scan ${picture} with TapTap, region ${region}.` : `Sign in here: ${loginUrl}`)
  }
  try {
    const [player = 'somebody', seconds = 600] = process.argv.slice(2)
    const done = await signIn({ gateway, player, region, picture, seconds, login, keep, show })
    // Anybody who had the link may have signed in.
    console.error(`Signed in as ${done.player.nickname || done.profile.name}. Is this you? [y/n]`)
    let answer = 'n'
    for await (answer of createInterface({ input: process.stdin })) break
    if (/^y/i.test(answer)) console.log(done.sessionToken) // store it, encrypted, before the gateway erases it
    await done.acknowledge()
    if (!/^y/i.test(answer)) throw new LoginOver('Then nothing is bound.')
  } catch (over) {
    if (!(over instanceof LoginOver)) throw over
    console.error(over.message)
    process.exitCode = 1
  }
}
