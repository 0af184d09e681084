"""Kills `stint serve --live` again and again while it follows a mock feed, and compares.

Each round starts the program on the same database, follows the event stream for a random while, sends SIGKILL to that one process, and
then holds the log to what the client saw:
  - the log begins with all that it held the round before, in the same session: nothing is lost, changed or begun anew;
  - no lap is in it twice with the same content, though the feed tells all of them again after every start;
  - every lap count that was served is in the log.

usage: kill_while_live.py PROGRAM [SEED]
"""

import json
import random
import subprocess
import sys
import tempfile
import urllib.parse

from kill_while_running import Follower
from mock_feed import MockFeed

ROUNDS = 5


def stint(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, f"stint {' '.join(arguments)}: {done.stderr}"
    return done.stdout


def serve(program, database, recordings, address):
    process = subprocess.Popen([program, "serve", "--live", "griiip", "--url", address, "--port", "0", "--db", database,
                                "--record", recordings, "--log-level", "warn"], stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline().strip()
    if not line:
        raise RuntimeError(f"the program ended with {process.wait()} before it served")
    return process, urllib.parse.urlparse(line).port


def laps_of(lines):
    """Each as told, but for its place in the log: a lap whose driver or mark became known later is in it twice, as a correction."""
    return [(event["car"], event["lap"], json.dumps({key: event[key] for key in event if key != "seq"}, sort_keys=True))
            for event in map(json.loads, lines) if event["kind"] == "lap"]


def run(program, seed):
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="stint-live-") as folder, MockFeed(program, folder, speed=20) as mock:
        database, recordings = f"{folder}/racing.db", f"{folder}/recordings/"
        before = []
        for number in range(ROUNDS):
            process, port = serve(program, database, recordings, mock.address)
            try:
                follower = Follower(port)
                follower.follow(moments.uniform(3, 5))
            finally:
                process.kill()
                process.wait()
            sessions = [row["id"] for row in json.loads(stint(program, "sessions", "--json", "--db", database))["sessions"]]
            assert len(sessions) == 1, f"round {number}: {sessions}"
            lines = stint(program, "events", sessions[0], "--db", database).splitlines()
            assert lines[:len(before)] == before, f"round {number}: what was logged before is lost or changed"
            laps = laps_of(lines)
            assert len(laps) == len(set(laps)), f"round {number}: laps are in the log twice"
            highest = {}
            for car, lap, _ in laps:
                highest[car] = max(lap, highest.get(car, 0))
            for car, row in follower.cars.items():
                assert row["laps"] <= highest.get(car, 0), f"round {number}: car {car} was served with {row['laps']} laps, logged {highest.get(car)}"
            before = lines
            print(f"round {number}: {len(lines)} events, {len(laps)} laps, {len(follower.cars)} cars", flush=True)
        assert laps_of(before), "no lap was followed"


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    print(f"seed {chosen}")
    run(sys.argv[1], chosen)
