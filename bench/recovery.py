"""How long a live feed takes to be followed again after its server was away.

A mock plays a race at real speed and `stint serve --live` follows it. The mock is killed and, after a while, started again where the
race would be by then. Timed is from the moment that the mock listens again, and from the end of the back-off if that is later, until
/api/feeds shows timing that is newer than that moment.

usage: recovery.py PROGRAM RACE [PROTOCOL]
"""

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime, timezone

OUTAGES = (3, 6, 12, 25)  # seconds
GIVE_UP_AFTER = 120
TARGET = 5.0


class Mock:
    """At the same address each time, two hours into a race that has one beginning."""

    def __init__(self, program, protocol, race):
        self.command = [program, "mock", protocol, race, "--from", "02:00:00",
                        "--start-at", datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")]
        self.port = 0
        self.process = None

    def start(self):
        self.process = subprocess.Popen([*self.command, "--port", str(self.port)], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stdout.readline()).group(1))

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def seconds_of(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() if text else None


def feed_of(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/feeds", timeout=5) as answer:
        feeds = json.load(answer)["feeds"]
    return feeds[0] if feeds else None


def wait_for_timing(port, after):
    """When it was seen, and the latest end of a back-off that was seen on the way."""
    attempt = after
    began = time.time()
    while time.time() - began < GIVE_UP_AFTER:
        feed = feed_of(port)
        if feed is not None:
            attempt = max(attempt, seconds_of(feed["next_attempt_at"]) or 0)
            if feed["connected"] and (seconds_of(feed["last_timing_at"]) or 0) > after:
                return time.time(), attempt
        time.sleep(0.05)
    raise SystemExit(f"no timing for {GIVE_UP_AFTER} s: {feed}")


def measure(program, race, protocol):
    mock = Mock(program, protocol, race)
    mock.start()
    with tempfile.TemporaryDirectory(prefix="stint-recovery-") as folder:
        serving = subprocess.Popen([program, "serve", "--live", protocol, "--url", f"http://127.0.0.1:{mock.port}", "--port", "0",
                                    "--db", f"{folder}/racing.db", "--record", f"{folder}/recordings/", "--log-level", "warn"],
                                   stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)", serving.stdout.readline().split("//")[-1]).group(1))
            wait_for_timing(port, time.time())
            beyond = []
            for outage in OUTAGES:
                time.sleep(10)
                mock.kill()
                time.sleep(outage)
                mock.start()
                back_at = time.time()
                seen_at, attempt_at = wait_for_timing(port, back_at)
                beyond.append(seen_at - attempt_at)
                print(f"away for {outage:2d} s: timing {seen_at - back_at:.1f} s after the server was back, "
                      f"{beyond[-1]:.1f} s beyond the back-off", flush=True)
            print(f"recovery: at most {max(beyond):.1f} s beyond the back-off, of {TARGET:.0f} s")
        finally:
            serving.terminate()
            serving.wait()
            mock.kill()
    return 0 if max(beyond) <= TARGET else 1


if __name__ == "__main__":
    sys.exit(measure(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "griiip"))
