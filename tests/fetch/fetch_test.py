"""`stint fetch` against a made-up results archive on this machine.

usage: fetch_test.py PROGRAM
"""

import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

PROGRAM = os.path.abspath(sys.argv.pop(1))
SESSION = "/Results/15_2026/02_ALDER RING/657_FIA WEC/202606131600_Race/"


def laps():
    rows = ["NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; S1; S1_IMPROVEMENT; S2;"
            " S2_IMPROVEMENT; S3; S3_IMPROVEMENT; KPH; ELAPSED; HOUR;S1_LARGE;S2_LARGE;S3_LARGE;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;"
            "GROUP;TEAM;MANUFACTURER;FLAG_AT_FL;"]
    for car, lap_time in (("007", 100), ("7", 101)):
        for lap in range(1, 200):
            elapsed = lap * lap_time
            clock = f"{elapsed // 3600}:{elapsed // 60 % 60:02}:{elapsed % 60:02}.000"
            day = f"{16 + elapsed // 3600}:{elapsed // 60 % 60:02}:{elapsed % 60:02}.000"
            rows.append(f"{car};1;{lap};1:{lap_time - 60}.000;0;;30.000;0;30.000;0;{lap_time - 60}.000;0;200.0;{clock};{day};;;;300.0;"
                        f"Ada BERG;;HYPERCAR;;Alder Racing;Alder;GF;")
    return "\ufeff" + "\r\n".join(rows) + "\r\n"


RESULTS = ("POSITION;NUMBER;TEAM;VEHICLE;CLASS;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;\r\n1;007;Alder Racing;Alder A1;HYPERCAR;Classified;199;5:31'40.000;;\r\n"
           "2;7;Alder Racing;Alder A1;HYPERCAR;Classified;199;5:34'59.000;3'19.000;\r\n")


class Archive(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    files = {SESSION + "06_Hour 6/23_Analysis_Race_Hour 6.CSV": laps(), SESSION + "03_Classification_Race_Final.CSV": RESULTS,
             SESSION + "03_Classification_Race_Provisional.CSV": "old", SESSION + "05_Results by Class_Race.PDF": "%PDF"}
    requests = []
    cuts = 0

    def do_GET(self):
        Archive.requests.append((self.path, dict(self.headers)))
        target = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(target.path)
        if path == "/":
            return self.send(200, self.index(urllib.parse.parse_qs(target.query)).encode())
        if path not in self.files:
            return self.send(404, b"")
        body = self.files[path].encode()
        wanted = self.headers.get("Range")
        first = int(wanted.split("=")[1].rstrip("-")) if wanted and self.headers.get("If-Range") == '"v1"' else 0
        self.send(206 if first else 200, body[first:], cut=Archive.cuts > 0 and len(body) > 10_000)

    def index(self, query):
        season = "".join(f"<option value='{one}'>{one}</option>" for one in ("14_2025", "15_2026"))
        events = "".join(f"<option value='{one}'>{one}</option>" for one in ("01_BIRCH PARK", "02_ALDER RING"))
        links = "".join(f"<a href='{urllib.parse.quote(path[1:])}'>file</a>" for path in self.files)
        return (f"<html><select name='season'>{season}</select><select name='evvent'>{events}</select>"
                f"{links if query.get('evvent') == ['02_ALDER RING'] else ''}</html>")

    def send(self, status, body, cut=False):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"v1"')
        self.end_headers()
        if cut:
            Archive.cuts -= 1
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.close_connection = True
        else:
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class Fetch(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="stint-fetch-")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Archive)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        Archive.requests.clear()
        Archive.cuts = 0

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def stint(self, *arguments, status=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder.name, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, status, f"stint {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def fetch(self, *arguments, status=0):
        return self.stint("fetch", *arguments, "--url", f"http://127.0.0.1:{self.server.server_port}", status=status)

    def test_what_is_fetched_can_be_imported(self):
        Archive.cuts = 1
        done = self.fetch("wec", "2026", "alder")
        self.assertEqual(done.stdout.split(), ["data/archive/wec_2026_alder-ring_race_analysis.csv",
                                               "data/archive/wec_2026_alder-ring_race_results.csv"])
        self.assertIn("fetched the rest", done.stderr)
        kept = pathlib.Path(self.folder.name, "data/archive/wec_2026_alder-ring_race_analysis.csv").read_bytes()
        self.assertEqual(kept, laps().encode())
        imported = self.stint("import", "data/archive").stdout
        self.assertIn("wec-2026-alder-ring-race", imported)
        self.assertIn("1 imported", imported)
        standings = self.stint("standings", "wec-2026-alder-ring-race").stdout
        self.assertLess(standings.index("007"), standings.index("199"), standings)
        agents = {headers["User-Agent"] for _, headers in Archive.requests}
        self.assertEqual(agents, {"stint/0.1"})

    def test_a_complete_file_is_not_fetched_again(self):
        self.fetch("wec", "2026", "alder")
        Archive.requests.clear()
        done = self.fetch("wec", "2026", "alder")
        self.assertIn("is here already", done.stderr)
        self.assertFalse([path for path, _ in Archive.requests if path.startswith("/Results")])

    def test_lists_say_what_there_is(self):
        self.assertEqual(self.fetch("wec", "--list").stdout.split(), ["2025", "2026"])
        self.assertEqual(self.fetch("wec", "2026", "--list").stdout.splitlines(), ["BIRCH PARK", "ALDER RING"])
        sessions = self.fetch("wec", "2026", "Alder Ring", "--list").stdout
        self.assertIn("2026-06-13 16:00", sessions)
        self.assertIn("03_Classification_Race_Final.CSV", sessions)

    def test_what_is_not_there_is_said(self):
        self.assertIn("there is 01_BIRCH PARK, 02_ALDER RING", self.fetch("wec", "2026", "nowhere", status=2).stderr)
        self.assertIn("there is no session", self.fetch("wec", "2026", "alder", "--session", "Qualifying", status=2).stderr)
        self.assertIn("has no results", self.fetch("wec", "2026", "birch", status=2).stderr)
        self.assertIn("wec, elms, alms, lemanscup, imsa", self.fetch("nascar", "2026", "x", status=2).stderr)

    def test_a_public_archive_is_not_contacted_before_its_terms_are_accepted(self):
        self.assertIn("--accept-terms", self.stint("fetch", "wec", "2026", "alder", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
