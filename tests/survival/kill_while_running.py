"""Kills `stint serve --demo` again and again while a client follows the race, and compares.

Each round starts the program on the same database, follows the event stream for a random while, sends SIGKILL to that one
process, and then holds the log to what the client saw:
  - the log begins with all that it held the round before: nothing that was logged is lost or changed;
  - the standings that the log gives for the last instant seen are those that were served, car by car.
The next round's program must go on with that race.

usage: kill_while_running.py PROGRAM [SEED]
"""

import http.client
import json
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROUNDS = 8
SPEED = "400"  # times real time: a race is over within a minute
COMPARED = ["position", "class_position", "laps", "elapsed_ms", "gap_ms", "gap_laps", "interval_ms", "interval_laps",
            "last_lap_ms", "best_lap_ms", "status", "stops", "laps_since_stop"]


class Follower:
    """The race as a client of the event stream knows it."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.connection.request("GET", "/api/events", headers={"Accept": "text/event-stream"})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, f"/api/events answered {self.answer.status}"
        self.race = {}
        self.cars = {}

    def next_message(self):
        while True:
            line = self.answer.readline()
            if not line:
                raise ConnectionError("the stream ended")
            if line.startswith(b"data: "):
                return json.loads(line[len(b"data: "):])

    def take(self, message):
        self.race.update(message.get("race", {}))
        if message["type"] == "snapshot":
            self.cars = {row["car"]: row for row in message["cars"]}
        else:
            for number, changed in message.get("cars", {}).items():
                self.cars.setdefault(number, {"car": number}).update(changed)

    def follow(self, seconds):
        """At least the first snapshot; at most `seconds` more."""
        self.take(self.next_message())
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.take(self.next_message())


class Program:
    def __init__(self, path, database):
        self.path = path
        self.database = database

    def serve(self):
        process = subprocess.Popen(
            [self.path, "serve", "--demo", "--port", "0", "--speed", SPEED, "--db", self.database, "--log-level", "warn"],
            stdout=subprocess.PIPE, text=True)
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"the program ended with {process.wait()} before it served")
        return process, urllib.parse.urlparse(address).port

    def document(self, *arguments):
        done = subprocess.run([self.path, *arguments, "--json", "--db", self.database], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def log(self, session):
        done = subprocess.run([self.path, "events", session, "--db", self.database], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def running_race(self):
        """The latest race of the demonstration."""
        ids = [row["id"] for row in self.document("sessions")["sessions"]]
        return max((name for name in ids if name.startswith("demo-")), key=lambda name: int(name.removeprefix("demo-")))


def differences(served, standings):
    logged = {row["car"]: row for row in standings["cars"]}
    for number, row in served.items():
        for field in COMPARED:
            if number not in logged:
                yield f"car {number} was served and is not in the log"
                break
            if row[field] != logged[number][field]:
                yield f"car {number}: {field} was served as {row[field]}, the log gives {logged[number][field]}"


def run(program_path, seed):
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="stint-survival-") as folder:
        program = Program(program_path, f"{folder}/racing.db")
        logs = {}
        resumed = 0
        for number in range(ROUNDS):
            process, port = program.serve()
            try:
                follower = Follower(port)
                follower.follow(moments.uniform(0.05, 1.5))
            finally:
                process.kill()
                process.wait()
            race = program.running_race()
            lines = program.log(race)
            before = logs.get(race, [])
            assert lines[:len(before)] == before, f"round {number}: events of {race} that were logged before are lost or changed"
            resumed += len(before) > 0
            at_ms = follower.race["at_ms"]
            standings = program.document("standings", race, "--at-ms", str(at_ms))
            wrong = list(differences(follower.cars, standings))
            assert not wrong, f"round {number}, {race} at {at_ms} ms:\n" + "\n".join(wrong[:20])
            assert follower.cars, f"round {number}: no car was served"
            logs[race] = lines
            print(f"round {number}: {race}, {len(lines)} events, {len(follower.cars)} cars agree at {at_ms} ms", flush=True)
        assert resumed >= ROUNDS - 2, f"only {resumed} of {ROUNDS} rounds went on with the race before"


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    print(f"seed {chosen}")
    run(sys.argv[1], chosen)
