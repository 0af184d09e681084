"""Kills `stint record` again and again while a mock feed plays, and reads what it left.

Each round goes on with the same recording, lets it grow, sends SIGKILL to that one process, and then holds the file to this:
  - whatever was killed, all frames that were whole before are there, in their order, and nothing else is damaged;
  - the next round goes on with the file, and in the end it is sound.

usage: kill_while_recording.py PROGRAM [SEED]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time

from mock_feed import MockFeed

ROUNDS = 5


def survey(program, path):
    done = subprocess.run([program, "recording", "info", path, "--json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def run(program, seed):
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="stint-recording-") as folder:
        path = os.path.join(folder, "feed.stintrec")
        with MockFeed(program, folder, speed=60) as mock:
            frames = 0
            for number in range(ROUNDS):
                recorder = subprocess.Popen([program, "record", "griiip", "--url", mock.address, "--out", path], stderr=subprocess.DEVNULL)
                try:
                    until = time.monotonic() + 60
                    while time.monotonic() < until and (not os.path.exists(path) or survey(program, path)["frames"] < frames + 20):
                        time.sleep(0.1)
                    time.sleep(moments.uniform(0, 0.3))
                finally:
                    recorder.kill()
                    recorder.wait()
                left = survey(program, path)
                assert left["frames"] >= frames + 20, f"round {number}: {left['frames']} frames after {frames}"
                assert left["damaged_blocks"] == 0, left
                frames = left["frames"]
                print(f"round {number}: {frames} frames, {left['torn_bytes']} bytes torn", flush=True)
            last = subprocess.run([program, "record", "griiip", "--url", mock.address, "--out", path, "--duration", "4"],
                                  capture_output=True, text=True)
            assert last.returncode == 0, last.stderr
            assert survey(program, path)["sound"]
            replayed = subprocess.run([program, "replay", path], capture_output=True, text=True, check=True)
            assert '"kind":"lap"' in replayed.stdout, "the recording tells of no lap"


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    print(f"seed {chosen}")
    run(sys.argv[1], chosen)
