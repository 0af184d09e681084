"""The commands of `stint` as scripts use them, on a simulated race.

usage: commands_test.py PROGRAM
"""

import csv
import http.server
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
ROOT = pathlib.Path(os.environ.get("STINT_ROOT", "."))

STANDINGS_FIELDS = {
    "car", "class", "position", "class_position", "laps", "elapsed_ms", "gap_ms", "gap_laps", "interval_ms", "interval_laps",
    "class_gap_ms", "class_gap_laps", "class_interval_ms", "class_interval_laps", "gap_at", "gap_age_ms", "last_lap_ms",
    "best_lap_ms", "driver", "status", "stops", "laps_since_stop"}
STOP_FIELDS = {"car", "in_lap", "out_lap", "lane_ms", "in_at_ms", "flag", "driver_in", "driver_out", "cost_ms", "red_flag"}
STINT_FIELDS = {"car", "number", "driver", "first_lap", "last_lap", "laps", "median_clean_ms", "drive_ms"}


class CalendarOfTheWeb(http.server.BaseHTTPRequestHandler):
    """Answers from `pages`; keeps how it was asked."""
    pages = {}
    agents = []

    def do_GET(self):
        CalendarOfTheWeb.agents.append(self.headers["User-Agent"])
        text = self.pages.get(self.path)
        self.send_response(404 if text is None else 200)
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, *_):
        pass


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="stint-commands-")
        cls.race = cls.path("race.ndjson")
        with open(cls.race, "wb") as log:
            subprocess.run([PROGRAM, "simulate", "--seed", "7", "--hours", "1.5", "--cars", "12", "--truth", cls.path("truth.ndjson")],
                           stdout=log, check=True, cwd=cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)

    def run_stint(self, *arguments, status=0, stdin=None, environment=None):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder.name, input=stdin, capture_output=True, text=True,
                              env={**os.environ, **(environment or {})})
        self.assertEqual(done.returncode, status, f"stint {' '.join(arguments)}: {done.stderr}")
        if status == 2:
            self.assertTrue(done.stderr.startswith("stint: "), f"no message: {done.stderr!r}")
        return done.stdout

    def document(self, *arguments, **how):
        return json.loads(self.run_stint(*arguments, "--json", **how))

    def test_simulation_is_the_same_for_the_same_seed(self):
        again = self.run_stint("simulate", "--seed", "7", "--hours", "1.5", "--cars", "12")
        self.assertEqual(again, pathlib.Path(self.race).read_text())
        self.assertGreater(len(pathlib.Path(self.path("truth.ndjson")).read_text().splitlines()), 100)

    def test_standings_of_file_and_standard_input_agree(self):
        from_file = self.document("standings", self.race)
        from_input = self.document("standings", "-", stdin=pathlib.Path(self.race).read_text())
        self.assertEqual(from_file["cars"], from_input["cars"])
        self.assertEqual(len(from_file["cars"]), 12)
        for car in from_file["cars"]:
            self.assertEqual(set(car), STANDINGS_FIELDS)
        placed = [car["position"] for car in from_file["cars"] if car["position"] is not None]
        self.assertEqual(placed, list(range(1, len(placed) + 1)))

    def test_standings_at_an_instant_know_nothing_later(self):
        by_clock = self.document("standings", self.race, "--at", "00:30:00")
        self.assertEqual(by_clock, self.document("standings", self.race, "--at-ms", "1800000"))
        self.assertEqual(by_clock["at_ms"], 1800000)
        log = pathlib.Path(self.race).read_text().splitlines()
        start = next(e["started_at"] for e in map(json.loads, log) if e["kind"] == "session" and "started_at" in e)
        earlier = "\n".join(line for line in log if json.loads(line)["at"] <= start + 1800000)
        self.assertEqual(by_clock["cars"], self.document("standings", "-", "--at-ms", "1800000", stdin=earlier)["cars"])

    def test_stops_and_stints_have_the_promised_fields(self):
        stops = self.document("stops", self.race)["stops"]
        stints = self.document("stints", self.race)["stints"]
        self.assertTrue(stops and stints)
        for stop in stops:
            self.assertEqual(set(stop), STOP_FIELDS)
        for stint in stints:
            self.assertEqual(set(stint), STINT_FIELDS)
            self.assertEqual(stint["laps"], stint["last_lap"] - stint["first_lap"] + 1)

    def test_laps_add_up_to_the_standings(self):
        laps = self.document("laps", self.race)["laps"]
        for car in self.document("standings", self.race)["cars"]:
            own = [lap for lap in laps if lap["car"] == car["car"]]
            self.assertEqual(len(own), car["laps"])
            if own:
                self.assertEqual(own[-1]["elapsed_ms"], car["elapsed_ms"])
        some_car = laps[0]["car"]
        self.assertEqual(self.document("laps", self.race, "--car", some_car)["laps"], [lap for lap in laps if lap["car"] == some_car])

    def test_tables_for_people_have_a_row_a_car(self):
        table = self.run_stint("standings", self.race)
        self.assertEqual(len(table.splitlines()), 3 + 12)
        for command in ("stops", "stints", "laps"):
            self.assertGreater(len(self.run_stint(command, self.race).splitlines()), 2)

    def test_rules_are_shown_with_their_sources_and_ones_own_stand_above_them(self):
        rules = self.document("rules", "show", "WEC", "2024", "24 Hours of Le Mans")
        self.assertEqual((rules["season"], rules["race_length_ms"]), (2024, 24 * 3600 * 1000))
        [entry] = [rule for rule in rules["rules"] if rule["key"] == "pit_entry" and rule["flags"] == ["fcy"]]
        self.assertEqual((entry["value"], entry["certainty"], entry["layer"]), ("closed", "H", "season"))
        self.assertTrue(all(rule["source"] and rule["valid_from"] for rule in rules["rules"]))
        own = self.path("own.toml")
        pathlib.Path(own).write_text('source = "ours"\ncertainty = "H"\nvalid_from = 2024-01-01\n[pit_speed]\nvalue = 45\n')
        above = self.document("rules", "show", "WEC", "2024", "--rules", own)["rules"]
        self.assertEqual([(rule["value"], rule["layer"]) for rule in above if rule["key"] == "pit_speed"], [(45, "user")])
        self.run_stint("rules", "show", "no such series", "2024", status=2)

    def test_rule_files_are_checked_with_line_and_column(self):
        self.assertIn("rules", self.run_stint("rules", "check", str(ROOT / "rules")))
        self.assertIn("(inside the program)", self.run_stint("rules", "check"))
        bad = self.path("bad.toml")
        pathlib.Path(bad).write_text('series = "WEC"\n[pit_sped]\nvalue = 45\n')
        checked = self.document("rules", "check", bad, str(ROOT / "rules" / "imsa.toml"), status=2)["files"]
        self.assertIn("line 2, column 2: there is no key 'pit_sped' here; did you mean 'pit_speed'?", checked[0]["problem"])
        self.assertIsNone(checked[1]["problem"])
        self.assertGreater(checked[1]["rules"], 50)
        self.run_stint("rules", "check", self.path("nowhere.toml"), status=2)

    def test_importing_twice_changes_nothing_and_a_changed_file_replaces(self):
        database = self.path("import.db")
        log = self.path("imported.ndjson")
        lines = pathlib.Path(self.race).read_text().splitlines(keepends=True)
        pathlib.Path(log).write_text("".join(lines[:-50]))
        outcome = lambda: self.document("import", log, "--db", database)["files"][0]["outcome"]
        self.assertEqual(outcome(), "imported")
        self.assertEqual(outcome(), "unchanged")
        first = self.run_stint("events", "imported", "--db", database)
        pathlib.Path(log).write_text("".join(lines))
        self.assertEqual(outcome(), "replaced")
        self.assertGreater(len(self.run_stint("events", "imported", "--db", database)), len(first))
        [session] = self.document("sessions", "--db", database)["sessions"]
        self.assertEqual((session["id"], session["events"]), ("imported", len(lines)))
        self.assertEqual(self.document("standings", "imported", "--db", database)["cars"], self.document("standings", self.race)["cars"])

    def test_a_folder_is_imported_and_what_is_no_timing_file_is_skipped(self):
        folder = self.path("folder")
        os.makedirs(os.path.join(folder, "deep"))
        pathlib.Path(folder, "deep", "a.ndjson").write_bytes(pathlib.Path(self.race).read_bytes())
        pathlib.Path(folder, "shopping.csv").write_text("apples,3\n")
        pathlib.Path(folder, "notes.txt").write_text("no")
        summary = self.document("import", folder, "--db", self.path("folder.db"))
        self.assertEqual((summary["imported"], summary["skipped"], summary["failed"]), (1, 1, 0))

    def test_a_bad_line_costs_that_line_and_is_said(self):
        log = self.path("torn.ndjson")
        text = pathlib.Path(self.race).read_text()
        pathlib.Path(log).write_text(text + '{"kind":"lap"')
        report = self.document("import", log, "--db", self.path("torn.db"))["files"][0]
        self.assertEqual(report["complaint_count"], 1)
        self.assertEqual(report["complaints"][0]["line"], len(text.splitlines()) + 1)

    def test_export_in_its_three_forms(self):
        document = json.loads(self.run_stint("export", self.race, "--format", "json"))
        self.assertEqual(set(document), {"race_info", "cars", "laps", "pit_stops", "statistics"})
        laps = self.document("laps", self.race)["laps"]
        self.assertEqual(document["statistics"]["total_laps"], len(laps))
        rows = list(csv.DictReader(io.StringIO(self.run_stint("export", self.race, "--format", "csv"))))
        self.assertEqual(len(rows), len(laps))
        events = self.run_stint("export", self.race, "--format", "ndjson")
        self.assertEqual(events, self.run_stint("events", self.race))

    def test_what_is_wrong_ends_with_2_and_a_message(self):
        pathlib.Path(self.path("shopping.csv")).write_text("apples,3\npears,4\n")
        for wrong in (["standings", "nothing-of-that-name"], ["standings", self.path("shopping.csv")], ["standings"],
                      ["standings", self.race, "--at", "25 o'clock"], ["standings", self.race, "--at-ms", "-1"],
                      ["import", self.path("shopping.csv"), "--db", self.path("w.db")], ["import", "/nowhere/x.csv"],
                      ["serve", "--speed", "0.1"], ["serve", "--replay", "nothing-of-that-name"], ["simulate", "--seed", "1"],
                      ["simulate", "--seed", "1", "--hours", "1", "--cars", "1"], ["sessions", "--db", "/proc/nowhere/x.db"],
                      ["import", self.race, "--db", "/proc/nowhere/x.db"], ["config", "--port", "eighty"], ["nonsense"], []):
            with self.subTest(wrong=wrong):
                self.run_stint(*wrong, status=2)

    def test_configuration_says_where_a_value_is_from(self):
        folder = self.path("configured")
        os.makedirs(folder)
        pathlib.Path(folder, ".env").write_text("API_PORT=8123\n")
        pathlib.Path(folder, "stint.toml").write_text('log_level = "warn"\napi_port = 1\n')
        done = subprocess.run([PROGRAM, "config", "--json", "--host", "::1"], cwd=folder, capture_output=True, text=True, check=True,
                              env={**os.environ, "USER_AGENT": "tests"})
        values = {row["environment"]: (row["value"], row["origin"]) for row in json.loads(done.stdout)["settings"]}
        self.assertEqual(values["API_PORT"], ("8123", ".env"))
        self.assertEqual(values["LOG_LEVEL"], ("warn", "stint.toml"))
        self.assertEqual(values["API_HOST"], ("::1", "flag --host"))
        self.assertEqual(values["USER_AGENT"], ("tests", "environment"))
        self.assertEqual(values["SCRAPE_INTERVAL"], ("5", "default"))

    def season(self):
        """An iCalendar file with one session."""
        path = self.path("season.ics")
        pathlib.Path(path).write_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:WEC: 6 Hours of Imola - Race\r\n"
                                      "DTSTART:20260419T113000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        return path

    def test_the_calendar_is_refreshed_and_says_what_has_changed(self):
        folder = self.path("calendar")
        command = [PROGRAM, "calendar", "--all", "--json", "--series", "WEC", "--calendar", folder]
        race = lambda done: next(session["starts_at"] for event in json.loads(done.stdout)["events"] if event["name"] == "6 Hours of Imola"
                                 for session in event["sessions"] if session["name"] == "Race")
        run = lambda *more: subprocess.run([*command, *more], capture_output=True, text=True, check=True)
        self.assertEqual(race(run()), "2026-04-19T11:00Z")
        refreshed = run("--refresh", self.season())
        self.assertEqual(race(refreshed), "2026-04-19T11:30Z")
        self.assertIn("moved: WEC 6 Hours of Imola, Race: 2026-04-19 13:00 -> 2026-04-19 13:30", refreshed.stderr)
        self.assertEqual(os.listdir(folder), ["wec-2026.toml"])
        self.assertIn("nothing has changed", run("--refresh", self.season()).stderr)
        self.assertEqual(race(run()), "2026-04-19T11:30Z")
        self.run_stint("calendar", "--refresh", self.race, status=2)

    def test_the_calendar_is_refreshed_from_an_address(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CalendarOfTheWeb)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        CalendarOfTheWeb.pages = {"/secret/season.ics": pathlib.Path(self.season()).read_text(), "/": "<html>no calendar</html>"}
        address = f"http://127.0.0.1:{server.server_port}"
        folder = self.path("web_calendar")

        def refresh(place, status):
            done = subprocess.run([PROGRAM, "calendar", "--all", "--json", "--calendar", folder, "--user-agent", "stint/test", "--refresh",
                                   place], capture_output=True, text=True)
            self.assertEqual(done.returncode, status, done.stderr)
            return done.stderr

        self.assertIn("moved: WEC 6 Hours of Imola, Race", refresh(f"{address}/secret/season.ics", 0))
        written = pathlib.Path(folder, "wec-2026.toml").read_text()
        self.assertIn(f"iCalendar 127.0.0.1:{server.server_port}, read on", written)
        self.assertNotIn("secret", written)
        self.assertIn("nothing has changed", refresh(f"{address}/secret/season.ics", 0))
        self.assertEqual(set(CalendarOfTheWeb.agents), {"stint/test"})
        self.assertIn("/gone is answered with status 404", refresh(f"{address}/gone", 2))
        self.assertIn("no iCalendar text", refresh(f"{address}/", 2))
        self.assertIn("begins with https://, http:// or webcal://", refresh("ws://127.0.0.1/season.ics", 2))
        self.assertIn("127.0.0.1", refresh("http://127.0.0.1:1/season.ics", 2))
        self.assertEqual(pathlib.Path(folder, "wec-2026.toml").read_text(), written)

    def test_every_command_and_option_is_documented(self):
        text = "".join(document.read_text() for document in (ROOT / "docs").rglob("*.md"))
        commands = re.findall(r"^  ([a-z]+)  ", self.run_stint("--help"), re.M)
        self.assertIn("standings", commands)
        for command in commands:
            self.assertIn(f"stint {command}", text)
            for option in re.findall(r"^ +(--[a-z-]+)", self.run_stint(command, "--help"), re.M):
                self.assertIn(option, text, f"stint {command} {option}")

    def feed(self):
        """The address of a mock feed on this machine, of the race of these tests."""
        mock = subprocess.Popen([PROGRAM, "mock", "griiip", self.race, "--port", "0", "--speed", "20"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(mock.stdout.close)
        self.addCleanup(mock.wait)
        self.addCleanup(mock.kill)
        return re.search(r"http://127\.0\.0\.1:\d+", mock.stdout.readline()).group(0)

    def test_serving_ends_cleanly_when_it_is_told_to(self):
        for what in ([self.race], ["--demo"], ["--live", "wec", "--url", "http://127.0.0.1:1", "--no-record"]):
            server = subprocess.Popen([PROGRAM, "serve", *what, "--port", "0", "--db", self.path("ended.db")],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder.name)
            self.assertIn("/dashboard", server.stdout.readline())
            server.terminate()
            said = server.communicate(timeout=20)[1]
            self.assertEqual(server.returncode, 0, said)
            self.assertIn("terminated: stopping", said)

    def test_the_commands_of_the_documentation_run(self):
        """Every `stint ...` line in a fenced block of docs/commands.md, on a simulated race in place of the file that is named there."""
        text = (ROOT / "docs" / "commands.md").read_text()
        blocks = re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
        lines = [line.split(" #")[0] for block in blocks for line in block.splitlines() if line.startswith("stint ")]
        self.assertGreater(len(lines), 8)
        environment = {"DATABASE_URL": self.path("documented.db"), "WEC_TIMING_URL": self.feed(), "PATH": f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}"}
        self.run_stint("import", self.race, environment=environment)
        leader = json.loads(self.run_stint("standings", self.race, "--json"))["cars"][0]["car"]
        for line in lines:
            if line.startswith(("stint serve", "stint mock", "stint fetch", "stint calendar --refresh https:")):
                continue  # they don't end, or ask a machine elsewhere; other tests run them
            line = line.replace("races/*.csv", self.race).replace("race.csv", self.race).replace("SESSION", "race").replace("season.ics", self.season())
            line = line.replace("--duration 3600", "--duration 3").replace("my-rules.toml", str(ROOT / "rules" / "wec.toml"))
            line = line.replace("--car 7", f"--car {leader}").replace("--tank 7:", f"--tank {leader}:")
            with self.subTest(line=line):
                done = subprocess.run(line, shell=True, cwd=self.folder.name, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                      env={**os.environ, **environment})
                self.assertEqual(done.returncode, 0, f"{line}: {done.stderr}")


if __name__ == "__main__":
    unittest.main()
