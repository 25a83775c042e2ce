// Signs a player in with oauth4webapi, the loop included, as its documentation says.
// node login.mjs <issuer> [<client id> [<client secret>]]; says where the player has to go, prints the answer as JSON.
import * as oauth from 'oauth4webapi'

const [origin, id = 'oauth4webapi', secret] = process.argv.slice(2)
const plain = { [oauth.allowInsecureRequests]: true } // plain HTTP on this very machine
const issuer = new URL(origin)
const client = { client_id: id }
const authentication = secret ? oauth.ClientSecretPost(secret) : oauth.None()

const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plain }))
const device = await oauth.processDeviceAuthorizationResponse(
  server, client, await oauth.deviceAuthorizationRequest(server, client, authentication, { scope: 'public_profile' }, plain))
console.error(`Go to ${device.verification_uri_complete}`)

for (let interval = device.interval ?? 5; ;) {
  await new Promise(done => setTimeout(done, interval * 1000))
  const response = await oauth.deviceCodeGrantRequest(server, client, authentication, device.device_code, plain)
  try {
    console.log(JSON.stringify(await oauth.processDeviceCodeResponse(server, client, response)))
    break
  } catch (failure) {
    if (failure.error === 'slow_down') interval += 5
    else if (failure.error !== 'authorization_pending') {
      console.log(JSON.stringify({ error: failure.error ?? String(failure), error_description: failure.error_description }))
      break
    }
  }
}
