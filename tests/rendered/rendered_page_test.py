"""A timing page whose table is made by its script, followed by the program with a browser, as far as the API.

The page asks its server for the standings twice a second and writes them into a table; without a script it is empty.

usage: rendered_page_test.py PROGRAM; ends with 77, and says why, where there is no browser to be driven.
"""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

PAGE = """<!DOCTYPE html>
<html><head><title>Club day</title></head><body><h2 class="session"></h2><table id="timing"></table>
<script>
function show(race) {
  document.querySelector('h2.session').textContent = race.session;
  const rows = race.cars.map((car, place) => '<tr><td>' + [place + 1, ...car].join('</td><td>') + '</td></tr>');
  document.querySelector('#timing').innerHTML =
      '<tr><th>Pos</th><th>No.</th><th>Class</th><th>Driver</th><th>Laps</th><th>Last</th></tr>' + rows.join('');
}
setInterval(() => fetch('/standings.json').then((answer) => answer.json()).then(show), 500);
</script></body></html>
"""

DESCRIPTION = """[page]
path = "/"
poll_seconds = 1
javascript = true
[table]
rows = "table#timing tr"
[session]
series = { text = "CLUB" }
name = "h2.session"
[columns]
position = { header = "Pos" }
number = { header = "No." }
class = { header = "Class" }
driver = { header = "Driver" }
laps = { header = "Laps" }
last_lap = { header = "Last" }
"""


class ClubDay(http.server.BaseHTTPRequestHandler):
    laps = 3  # of the leader; the test lets it rise

    def do_GET(self):
        race = {"session": "Race", "cars": [["007", "Proto", "Ida Brandt", ClubDay.laps, "1:30.250"], ["7", "GT3", "Per Holm", 2, "1:41.007"]]}
        body, kind = (json.dumps(race), "application/json") if self.path.startswith("/standings.json") else (PAGE, "text/html")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


class RenderedPage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stint-rendered-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "club.toml").write_text(DESCRIPTION)
        pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ClubDay)
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        self.addCleanup(pages.server_close)
        self.addCleanup(pages.shutdown)
        self.site = f"http://127.0.0.1:{pages.server_port}"

    def serve(self):
        process = subprocess.Popen([PROGRAM, "serve", "--live", "page", "--page", "club.toml", "--url", self.site, "--port", "0"],
                                   cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.base = re.search(r"http://[^/\s]+", process.stdout.readline()).group(0)
        return process

    def leaderboard(self, wanted):
        until = time.monotonic() + 90
        cars = []
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.base + "/api/leaderboard", timeout=5) as response:
                    cars = json.load(response)
                if wanted(cars):
                    return cars
            except urllib.error.HTTPError as error:
                cars = error.read()
            time.sleep(0.2)
        self.fail(f"not within 90 s: {cars}")

    def test_what_the_script_shows_is_followed_and_the_browser_ends_with_the_program(self):
        process = self.serve()
        cars = self.leaderboard(lambda cars: len(cars) == 2)
        self.assertEqual([(car["car_number"], car["car_class"], car["current_driver"], car["laps_completed"]) for car in cars],
                         [("007", "Proto", "Ida Brandt", 3), ("7", "GT3", "Per Holm", 2)])
        ClubDay.laps = 4
        self.leaderboard(lambda cars: cars[0]["laps_completed"] == 4)
        drivers = children_of(process.pid)
        self.assertTrue(any("chromedriver" in name for name in drivers.values()), drivers)
        process.terminate()
        self.assertEqual(process.wait(timeout=20), 0)
        until = time.monotonic() + 10
        while any(pathlib.Path(f"/proc/{pid}").exists() for pid in drivers) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual([pid for pid in drivers if pathlib.Path(f"/proc/{pid}").exists()], [])


def children_of(parent):
    """The processes that `parent` has started, by id."""
    found = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except OSError:
            continue
        name, rest = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
        if int(rest[1]) == parent:
            found[int(status.parent.name)] = name
    return found


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    missing = [name for name in ("chromedriver", "chromium") if shutil.which(name) is None]
    if missing:
        print(f"skipped: {' and '.join(missing)} not installed (apt-get install chromium-driver)")
        sys.exit(77)
    unittest.main()
