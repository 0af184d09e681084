"""Follows docs/adding-a-series.md: writes the files that it shows, runs its commands, and looks at what they show.

usage: series_test.py PROGRAM
"""

import datetime
import functools
import http.server
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

PROGRAM = os.path.abspath(sys.argv.pop(1))
ROOT = pathlib.Path(os.environ.get("STINT_ROOT", ".")).resolve()
DOCUMENT = (ROOT / "docs" / "adding-a-series.md").read_text()

FILES = dict(re.findall(r"^\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)^```", DOCUMENT, re.M | re.S))
COMMANDS = [line.split(" #")[0].strip() for block in re.findall(r"^```sh\n(.*?)^```", DOCUMENT, re.M | re.S) for line in block.splitlines()]


class SavedPage(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Walkthrough(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stint-series-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, text in FILES.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def line(self, begins):
        """The document's one command with this beginning."""
        [line] = [line for line in COMMANDS if line.startswith(begins)]
        return line

    def command(self, begins, replaced={}):
        """That command, with some of its values replaced."""
        line = self.line(begins)
        for old, new in replaced.items():
            line = line.replace(old, str(new))
        words = shlex.split(line)
        return [PROGRAM, *words[1:]] if words[0] == "stint" else words

    def start(self, words):
        """A process that runs until the test is over, and the first line that it prints."""
        process = subprocess.Popen(words, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        self.assertTrue(line, lambda: process.stderr.read())
        return line

    def serve(self, words):
        """Serves, on any free port; the answer of an address that `wanted` likes."""
        line = self.start([*words, "--port", "0"])
        base = re.search(r"http://[^/\s]+", line).group(0)

        def answer(path, wanted=lambda document: True):
            until = time.monotonic() + 20
            while True:
                try:
                    with urllib.request.urlopen(base + path, timeout=5) as response:
                        document = json.load(response)
                    if wanted(document):
                        return document
                except urllib.error.HTTPError as error:
                    document = error.read()
                self.assertLess(time.monotonic(), until, f"{path}: {str(document)[:500]}")
                time.sleep(0.1)

        return answer

    def saved_page(self):
        """The port at which the saved page is served, as the document does with python3 -m http.server."""
        self.assertIn("--directory saved 8100", self.line("python3 -m http.server"))
        pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SavedPage, directory=self.folder / "saved"))
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        self.addCleanup(pages.server_close)
        self.addCleanup(pages.shutdown)
        return pages.server_port

    def test_the_calendar_shows_the_series(self):
        done = subprocess.run(self.command("stint calendar --calendar"), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        [event] = [line for line in done.stdout.splitlines() if line.startswith("COASTAL")]
        for part in ("3 Hours of Saltmarsh", "Race", "2027-05-09T13:00+01:00", "2027-05-09T12:00Z", "confirmed"):
            self.assertIn(part, event)

    def test_its_cars_come_from_the_saved_page(self):
        answer = self.serve(self.command("stint serve --live page --page coastal.toml --url", {"8100": self.saved_page()}))
        [curl] = [line for line in COMMANDS if line.startswith("curl") and line.endswith("leaderboard")]
        cars = self.cars_of(answer(curl[curl.index("/api"):], lambda document: len(self.cars_of(document)) == 3))
        self.assertEqual([(car["position"], car["car_number"], car["car_class"], car["team_name"], car["laps_completed"]) for car in cars],
                         [(1, "007", "Proto", "Marsh Lane Racing", 24), (2, "7", "Proto", "Tidewater", 24),
                          (3, "64", "GT3", "Dune Motorsport", 23)])
        self.assertEqual([car["current_driver"] for car in cars], ["Ida Brandt", "Per Holm", "Lena Voss"])
        self.assertEqual([flag["kind"] for flag in answer("/api/flags")["flags"]], ["fcy"])
        race = answer("/api/race/info")
        self.assertEqual((race["series"], race["track"]), ("COASTAL", "Saltmarsh"))
        self.assertEqual(answer("/api/circuit")["circuit"]["name"], "Saltmarsh")
        [feed] = answer("/api/feeds")["feeds"]
        self.assertEqual((feed["source"], feed["bad_frames"]), ("page", 0))
        [recording] = self.folder.glob("data/recordings/page-*.stintrec")
        page = self.folder / "coastal.toml"
        page.write_text(page.read_text().replace("td:nth-child(4) b", "td:nth-child(4) span"))
        replay = shlex.split(self.line("stint replay").split(" >")[0].replace("data/recordings/page-2027-05-09.stintrec", str(recording)))
        done = subprocess.run([PROGRAM, *replay[1:]], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        teams = {event["team"] for event in map(json.loads, done.stdout.splitlines()) if event["kind"] == "entry"}
        self.assertEqual(teams, {"Ida Brandt", "Per Holm", "Lena Voss"})

    def test_a_race_happens_on_the_page_of_the_mock(self):
        described = (ROOT / "docs" / "sources" / "page.md").read_text()
        (self.folder / "mock.toml").write_text(re.search(r"^```toml\n(.*?)^```", described, re.M | re.S).group(1))
        said = self.start(self.command("stint mock page", {"8101": 0, "--speed 10": "--speed 60"}))
        port = re.search(r"http://127\.0\.0\.1:(\d+)", said).group(1)
        answer = self.serve(self.command("stint serve --live page --page mock.toml", {"8101": port}))
        laps = lambda document: sum(car["laps_completed"] for car in self.cars_of(document))
        before = laps(answer("/api/leaderboard", lambda document: len(self.cars_of(document)) > 5))
        answer("/api/leaderboard", lambda document: laps(document) > before)

    def test_the_monitor_follows_it_while_its_race_is_on(self):
        calendar = self.folder / "calendar" / "coastal-2027.toml"
        now = datetime.datetime.now(datetime.timezone.utc)
        text = calendar.read_text().replace("2027-05-09", f"{now:%Y-%m-%d}").replace("Europe/London", "UTC")
        text = text.replace("2027-05-08", f"{now - datetime.timedelta(days=1):%Y-%m-%d}")
        calendar.write_text(text.replace("13:00:00", f"{now:%H:%M}:00"))
        page = self.folder / "coastal.toml"
        page.write_text(page.read_text().replace("[page]\n", f'[page]\nurl = "http://127.0.0.1:{self.saved_page()}"\n'))
        answer = self.serve([*self.command("stint serve --monitor"), "--calendar", "calendar"])
        answer("/api/leaderboard", lambda document: len(self.cars_of(document)) == 3)
        monitor = answer("/api/status/monitor")
        self.assertEqual((monitor["current_race"], monitor["current_session"]), ("3 Hours of Saltmarsh", "Race"))

    def test_the_monitor_follows_two_pages_at_once(self):
        calendar = self.folder / "calendar" / "coastal-2027.toml"
        now = datetime.datetime.now(datetime.timezone.utc)
        text = calendar.read_text().replace("2027-05-09", f"{now:%Y-%m-%d}").replace("Europe/London", "UTC")
        text = text.replace("2027-05-08", f"{now - datetime.timedelta(days=1):%Y-%m-%d}").replace("13:00:00", f"{now:%H:%M}:00")
        page = (self.folder / "coastal.toml").read_text()
        for name in ("coastal", "inland"):
            site = f"http://127.0.0.1:{self.saved_page()}"
            (self.folder / f"{name}.toml").write_text(page.replace("[page]\n", f'[page]\nurl = "{site}"\n'))
            (calendar.parent / f"{name}-2027.toml").write_text(text.replace('"page"', f'"page:{name}.toml"').replace("COASTAL", name.upper()))
        answer = self.serve([PROGRAM, "serve", "--monitor", "--live", "page:coastal.toml", "page:inland.toml", "--calendar", "calendar"])
        for name in ("coastal", "inland"):
            answer(f"/api/leaderboard?session=page-{name}", lambda document: len(self.cars_of(document)) == 3)

    def test_a_slip_of_the_pen_is_said_with_its_place(self):
        page = self.folder / "coastal.toml"
        page.write_text(page.read_text().replace("driver =", "pilot ="))
        done = subprocess.run([*self.command("stint serve --live page --page coastal.toml --url", {"8100": 1}), "--port", "0"], cwd=self.folder,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"line \d+, column \d+: there is no field 'pilot'")

    def test_every_other_command_takes_what_the_document_gives_it(self):
        """Those for the day itself: they are read, and refused only because nobody can be asked about the page's terms."""
        page = self.folder / "coastal.toml"
        done = subprocess.run([PROGRAM, "serve", "--live", "page", "--page", "coastal.toml"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, "give one with --url" in done.stderr), (2, True), done.stderr)
        page.write_text(page.read_text().replace("[page]\n", '[page]\nurl = "https://timing.example.org"\n'))
        days = [line for line in COMMANDS if line.endswith("--page coastal.toml")]
        self.assertEqual(len(days), 2)
        for line in days:
            with self.subTest(line=line):
                done = subprocess.run([PROGRAM, *shlex.split(line)[1:], "--port", "0"], cwd=self.folder, capture_output=True, text=True,
                                      stdin=subprocess.DEVNULL, timeout=20)
                self.assertEqual(done.returncode, 2)
                self.assertIn("--accept-terms", done.stderr)
                self.assertIn("It comes from https://timing.example.org.", done.stderr)

    @staticmethod
    def cars_of(document):
        """Of a leaderboard; of an error none."""
        return document if isinstance(document, list) else []


if __name__ == "__main__":
    unittest.main()
