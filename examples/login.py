#!/usr/bin/env python3
"""Signs one player in, with aiohttp. Messages for the player go to stderr.
  PHIGROS_GATEWAY=https://gate.example examples/login.py "player's name" [seconds]
seconds: time limit for the whole login, by default 600. A QQ bot has 300 in groups and channels, 3600 one-to-one.
PHIGROS_TOKEN_FILE=file: where to store the session token; - prints it. Without it the token is not kept.
PHIGROS_CLIENT_SECRET: the client secret, if the gateway requires one.
PHIGROS_STATE=file: keeps the login, so that a second request, or a restart after a crash, gets the same link.
PHIGROS_PICTURE=qr.png PHIGROS_REGION=cn: for chats that accept pictures but no links.
In your own program: import login, then one login.open_session() for all players and login.sign_in(...) for each."""
import asyncio, json, os, pathlib, sys, time
import aiohttp

class LoginOver(Exception):
    """There is no token; the text is for the player."""

def open_session():
    """One session for all players. By default aiohttp opens at most 100 connections. Each waiting player holds one, so
    the 101st player would block every other request: limit=0 removes that limit (httpx: Limits(max_connections=None))."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=35))

async def call(http, end, method, url, **options):
    """Retries what is temporary: no response, 5xx, and 429, not before the time given in Retry-After."""
    for pause in (1, 2, 4, *[8] * 1000):
        answer = {"detail": "The gateway does not respond. Please try again later."}
        try:
            async with http.request(method, url, **options) as response:
                body, after = await response.read(), response.headers.get("Retry-After", "")
                answer = {"detail": f"The gateway responded with {response.status}.", "bytes": body}
                if "json" in response.content_type:
                    answer = json.loads(body)
                if response.status != 429 and response.status < 500:
                    return response.status, answer
                pause = max(pause, int(after)) if after.isdecimal() else pause
        except (aiohttp.ClientError, asyncio.TimeoutError):
            pass  # no response, or only a part of it
        if time.monotonic() + pause > end:
            raise LoginOver(answer["detail"])
        await asyncio.sleep(pause)

async def sign_in(http, gateway, player, *, show, keep=lambda login: None, login=None, seconds=600, region=None,
                  picture=False, client_secret=None, requested_by="login.py", lang="en"):
    """Signs one player in. Returns the result, and a coroutine function that acknowledges it.
    show(login, png): send login["loginUrl"] or, with picture=True, the PNG of its QR code.
    keep(login): called with each new login, and with None when it is over; pass it as login= after a restart."""
    end, logins = time.monotonic() + seconds, f"{gateway}/api/v1/logins"
    for _ in range(3):
        if not login:
            # Until the scan: after it, the confirmation may take 60 s and the game cloud 45 s.
            # A picture is valid as long as its QR code, 300 s; a link gets new QR codes.
            life = max(60, min(int(end - time.monotonic()) - 105, 300 if picture else 1800))
            request = {"region": region, "requestedBy": requested_by, "requestedFor": player, "expiresInSeconds": life}
            key = {"X-Api-Key": client_secret} if client_secret else {}
            status, login = await call(http, end, "POST", logins, json=request, headers=key)
            if status != 201:
                raise LoginOver(login["detail"])
            keep(login)
        path, secret = f"{logins}/{login['id']}", {"Authorization": f"Bearer {login['loginSecret']}"}
        status, answer = await call(http, end, "GET", f"{path}/qr.png?scale=8") if picture else (200, {})
        if status == 200:
            show(login, answer.get("bytes"))
        while status == 200:
            if (left := int(end - time.monotonic())) <= 0:
                raise LoginOver("There was no answer in time. Please ask again.")
            status, answer = await call(
                http, end, "GET", f"{path}/result?lang={lang}&wait={min(left, 25)}", headers=secret)
            if status == 200 and answer["final"]:
                break
        if status == 200 and answer["status"] == "succeeded":
            async def acknowledge():
                await call(http, end, "DELETE", path, headers=secret)
                keep(None)
            return answer["result"], acknowledge
        keep(None)
        login = None
        if status not in (404, 410):  # the gateway no longer has it: create another one
            break
    raise LoginOver(answer.get("message") or answer["detail"])

def say(text):
    print(text, file=sys.stderr, flush=True)

def private_file(path):
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")

async def main(player="a player", seconds="600"):
    settings = os.environ.get
    gateway, region = settings("PHIGROS_GATEWAY", "http://localhost:5015").rstrip("/"), settings("PHIGROS_REGION")
    picture, token_file = settings("PHIGROS_PICTURE"), settings("PHIGROS_TOKEN_FILE")
    state = pathlib.Path(settings("PHIGROS_STATE", os.devnull))

    def keep(login):
        with private_file(state) as file:  # it has the login secret
            file.write(json.dumps(login) if login else "")

    def show(login, png):
        if png:
            pathlib.Path(picture).write_bytes(png)
        say(f"Scan {picture} with TapTap, region {region}." if png else f"Sign in here: {login['loginUrl']}")

    async with open_session() as http:
        result, acknowledge = await sign_in(
            http, gateway, player, seconds=int(seconds), region=region, picture=bool(picture), show=show, keep=keep,
            client_secret=settings("PHIGROS_CLIENT_SECRET"), login=json.loads(state.exists() and state.read_text() or "null"))
        # Anyone who had the link may have signed in: ask before you store anything.
        say(f"Signed in as {result['player']['nickname'] or result['profile']['name']}. Is this you? [y/n]")
        is_theirs = (await asyncio.to_thread(sys.stdin.readline)).lower().startswith("y")
        if is_theirs and token_file == "-":
            print(result["sessionToken"], flush=True)
        elif is_theirs and token_file:
            with private_file(token_file) as file:
                file.write(result["sessionToken"])  # a bot encrypts it first
        elif is_theirs:
            say("The token was not kept: PHIGROS_TOKEN_FILE is not set.")
        await acknowledge()
        if not is_theirs:
            raise LoginOver("Nothing was stored.")

if __name__ == "__main__":
    try:
        asyncio.run(main(*sys.argv[1:]))
    except LoginOver as over:
        sys.exit(str(over))
