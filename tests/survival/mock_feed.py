"""A mock feed of a simulated race, as a process of its own."""

import os
import re
import subprocess


class MockFeed:
    def __init__(self, program, folder, speed):
        race = os.path.join(folder, "race.ndjson")
        with open(race, "wb") as log:
            subprocess.run([program, "simulate", "--seed", "3", "--hours", "1", "--cars", "20"], stdout=log, check=True)
        self.process = subprocess.Popen([program, "mock", "griiip", race, "--port", "0", "--speed", str(speed)],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if not found:
            raise RuntimeError(f"the mock said {line!r} and no address")
        self.address = found.group(0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
