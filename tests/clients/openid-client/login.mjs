// Signs a player in with openid-client as its documentation says.
// node login.mjs <issuer> [<client id> [<client secret>]]; says where the player has to go, prints the answer as JSON.
import * as client from 'openid-client'

const [issuer, id = 'openid-client', secret] = process.argv.slice(2)
const config = await client.discovery(new URL(issuer), id, secret, secret ? client.ClientSecretBasic(secret) : client.None(), {
  algorithm: 'oauth2',
  execute: [client.allowInsecureRequests], // plain HTTP on this very machine
})
const device = await client.initiateDeviceAuthorization(config, { scope: 'public_profile' })
console.error(`Go to ${device.verification_uri_complete}`)
try {
  console.log(JSON.stringify(await client.pollDeviceAuthorizationGrant(config, device)))
} catch (failure) {
  console.log(JSON.stringify({ error: failure.error ?? String(failure), error_description: failure.error_description }))
}
