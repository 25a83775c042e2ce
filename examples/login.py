#!/usr/bin/env python3
"""One login, with aiohttp: words for the player on stderr, the session token on stdout.
  PHIGROS_GATEWAY=https://gate.example examples/login.py "player's name" [seconds]
seconds: how long all of it may take, 600 if not said; QQ gives 180 from a message to its reply.
PHIGROS_STATE=file keeps the login: whoever asks again, or comes back after a crash, gets the same link.
PHIGROS_PICTURE=qr.png PHIGROS_REGION=cn is for chats that take pictures and no links."""
import asyncio, json, os, pathlib, sys, time
import aiohttp

GATEWAY = os.environ.get("PHIGROS_GATEWAY", "http://localhost:5015")
REGION, PICTURE = os.environ.get("PHIGROS_REGION"), os.environ.get("PHIGROS_PICTURE")
KEPT = pathlib.Path(os.environ.get("PHIGROS_STATE", os.devnull))

class LoginOver(Exception):
    """There will be no token; the text is for the player."""

def say(words):
    print(words, file=sys.stderr, flush=True)

async def call(http, end, method, path, secret="", **options):
    """Asks again while that can help: when nobody answers, on 5xx, and on 429 after the time that it names."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    for pause in (1, 2, 4, *[8] * 1000):
        try:
            async with http.request(method, f"{GATEWAY}/api/v1/logins{path}", headers=headers, **options) as answer:
                body, after = await answer.read(), answer.headers.get("Retry-After", "")
                if answer.status != 429 and answer.status < 500:
                    other = {"detail": f"The gateway answered {answer.status}.", "bytes": body}
                    return answer.status, json.loads(body) if "json" in answer.content_type else other
                pause = max(pause, int(after)) if after.isdecimal() else pause
        except (aiohttp.ClientError, asyncio.TimeoutError):
            pass  # nobody is there, or left in mid-sentence
        if time.monotonic() + pause > end:
            raise LoginOver("The gateway does not answer. Please try again later.")
        await asyncio.sleep(pause)

async def sign_in(http, end, player):
    """A login that is over, and how it ended."""
    for _ in range(3):
        if not (login := json.loads(KEPT.exists() and KEPT.read_text() or "null")):
            # Until the scan: from then on the confirmation may take 60 s more, and the game's cloud 45 s.
            # A picture lives as long as its code, 300 s; a link gets new codes.
            life = max(60, min(int(end - time.monotonic()) - 105, 300 if PICTURE else 1800))
            wish = {"region": REGION, "requestedBy": "login.py", "requestedFor": player, "expiresInSeconds": life}
            status, login = await call(http, end, "POST", "", json=wish)
            if status != 201:
                raise LoginOver(login["detail"])
            KEPT.write_text(json.dumps(login))
        status, path = 200, f"/{login['id']}"
        if not PICTURE:
            say(f"Sign in here: {login['loginUrl']}")
        elif (picture := await call(http, end, "GET", f"{path}/qr.png?scale=8"))[0] == 200:
            pathlib.Path(PICTURE).write_bytes(picture[1]["bytes"])
            say(f"Scan {PICTURE} with TapTap, region {REGION}.")
        while status == 200:
            if (left := int(end - time.monotonic())) <= 0:
                raise LoginOver("There was no answer in time. Please ask again.")
            status, answer = await call(
                http, end, "GET", f"{path}/result?lang=en&wait={min(left, 25)}", login["claimSecret"])
            if status == 200 and answer["final"]:
                return login, answer
        KEPT.write_text("")
        if status not in (404, 410):  # those two: forgotten by the gateway, so open another one
            break
    raise LoginOver(answer["detail"])

async def main(player="somebody", seconds="600"):
    os.umask(0o077)  # the claim secret is in the file
    end = time.monotonic() + int(seconds)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=35)) as http:
        login, answer = await sign_in(http, end, player)
        if answer["state"] != "succeeded":
            KEPT.write_text("")
            raise LoginOver(answer["message"])
        result = answer["result"]  # of anybody who had the link, therefore the question
        say(f"Signed in as {result['player']['nickname'] or result['profile']['name']}. Is this you? [y/n]")
        if is_theirs := (await asyncio.to_thread(sys.stdin.readline)).lower().startswith("y"):
            print(result["sessionToken"], flush=True)  # store it, encrypted, before the gateway erases it
        await call(http, end, "DELETE", f"/{login['id']}", login["claimSecret"])
        KEPT.write_text("")
        if not is_theirs:
            raise LoginOver("Then nothing is bound.")

try:
    asyncio.run(main(*sys.argv[1:]))
except LoginOver as over:
    sys.exit(str(over))
