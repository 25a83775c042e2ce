#!/usr/bin/env python3
"""Is one build of the server slower than another? Both run side by side and are asked in turn, so that whatever else the
machine does falls on both; what counts is the median of the ratios. Needs wrk (Debian's wrk package).

  bench/compare.py BEFORE AFTER SANDBOX     three built programs: two servers and the sandbox
"""
import http.client
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

SANDBOX_PORT, ROUNDS = 6010, 15


def main(before, after, sandbox):
    with tempfile.TemporaryDirectory() as folder:
        programs = [start([sandbox, '--urls', f'http://127.0.0.1:{SANDBOX_PORT}', '--region', 'cn', '--human'], SANDBOX_PORT)]
        for name, program, port in (('before', before, 6001), ('after', after, 6002)):
            programs.append(start([program, f'--Urls=http://127.0.0.1:{port}', f'--Store={folder}/{name}.db',
                                   '--Limits:LoginsPerMinute=0', '--Upstream:CallsPerSecond=0', '--Regions:cn:LinkHosts=127.0.0.1',
                                   *(f'--Regions:cn:{role}=http://127.0.0.1:{SANDBOX_PORT}' for role in ('AccountsUrl', 'ApiUrl', 'CloudUrl'))], port))
        try:
            report('CheckQRCode answered from memory, time for a request', lambda port: 1 / checks(port, folder))
            report('a login with a link on SQLite: opened, looked at, acknowledged', logins)
        finally:
            for program in programs:
                program.terminate()
            for program in programs:
                program.wait()


def start(command, port):
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            http.client.HTTPConnection('127.0.0.1', port).connect()
            return program
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f'{command[0]} does not listen')


def report(what, measure):
    for port in (6001, 6002):
        measure(port)
    ratios = sorted(measure(6002) / measure(6001) for _ in range(ROUNDS))
    print(f'{what}: after/before {statistics.median(ratios):.3f} (half of {ROUNDS} rounds between {ratios[ROUNDS // 4]:.3f} and {ratios[-1 - ROUNDS // 4]:.3f})')


def checks(port, folder):
    """Requests a second for a code that nobody has confirmed, over 32 connections."""
    code = ask(http.client.HTTPConnection('127.0.0.1', port), 'GET', '/api/LoginQrCode/GetNewQrCode')
    script = pathlib.Path(folder, 'check.lua')
    script.write_text(f'wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\nwrk.body=[==[{json.dumps(code)}]==]\n')
    said = subprocess.run(['wrk', '-t1', '-c32', '-d2', '-s', script, f'http://127.0.0.1:{port}/api/LoginQrCode/CheckQRCode'], capture_output=True, text=True, check=True).stdout
    return float(said.split('Requests/sec:')[1].split()[0])


def logins(port, count=150):
    """Seconds for so many logins, one after the other."""
    connection = http.client.HTTPConnection('127.0.0.1', port)
    begun = time.perf_counter()
    for _ in range(count):
        opened = ask(connection, 'POST', '/api/v1/logins', '{}')
        assert ask(connection, 'GET', f"/api/v1/logins/{opened['id']}?ensureQr=true")['qr']
        ask(connection, 'DELETE', f"/api/v1/logins/{opened['id']}", secret=opened['loginSecret'])
    return time.perf_counter() - begun


def ask(connection, method, path, body=None, secret=''):
    connection.request(method, path, body, {'Content-Type': 'application/json', **({'Authorization': f'Bearer {secret}'} if secret else {})})
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status < 300, text
    return json.loads(text) if text else None


main(*sys.argv[1:])
