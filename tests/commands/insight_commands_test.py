"""The commands that predict, watch and tell, on simulated races: their documents, and that nothing rests on what came later.

usage: insight_commands_test.py PROGRAM
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))

PREDICTION_FIELDS = {"car", "lap", "made_at_ms", "after_sector", "predicted_ms", "low_ms", "high_ms", "kind", "model"}
LAP_KINDS = {"racing", "in", "out", "neutralised"}
ANOMALY_FIELDS = {"id", "car", "lap", "sector", "kind", "severity", "probability", "alarm", "first_seen_ms", "confirmed_ms", "cleared_ms",
                  "evidence", "text"}
ANOMALY_KINDS = {"slow", "stopped", "incident", "off_track", "spin", "contact", "puncture", "mechanical", "performance_drop",
                 "slow_zone", "unusual_stop", "driver_change", "timing_fault"}
SCORE_FIELDS = {"laps", "mae_s", "median_s", "coverage", "last_lap_mae_s", "last_lap_median_s", "last_five_mae_s",
                "last_five_median_s"}


STRATEGY_FIELDS = {"car", "class", "class_position", "net_class_position", "next_stop_lap", "stops_left", "finish_class_position",
                   "pit_now", "window", "reasons"}
MEASURE_FIELDS = {"mean", "spread", "p10", "p50", "p90", "count", "basis"}


class InsightCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="stint-insight-")
        cls.races = [cls.simulate(f"race{seed}", seed) for seed in (5, 6)]
        cls.race = cls.races[0]
        cls.model = cls.path("laptime.model")
        cls.report = cls.stint("train", "laptime", *cls.races, "--out", cls.model)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)

    @classmethod
    def simulate(cls, name, seed):
        """A race of an hour and a half in which more goes wrong than usual."""
        race = cls.path(name + ".ndjson")
        pathlib.Path(race).write_text(cls.stint("simulate", "--seed", str(seed), "--hours", "1.5", "--cars", "14", "--trouble", "4",
                                                "--truth", cls.path(name + ".truth")))
        return race

    @classmethod
    def stint(cls, *arguments, status=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=cls.folder.name, capture_output=True, text=True)
        if done.returncode != status:
            raise AssertionError(f"stint {' '.join(arguments)}: {done.returncode}: {done.stderr}")
        return done.stdout if status == 0 else done.stderr

    @classmethod
    def lines(cls, *arguments):
        return [json.loads(line) for line in cls.stint(*arguments).splitlines()]

    def cut(self, until_ms):
        """The race's log as it was at that instant of the race clock."""
        log = pathlib.Path(self.race).read_text().splitlines(keepends=True)
        start = next(event["started_at"] for event in map(json.loads, log) if event["kind"] == "session" and "started_at" in event)
        path = self.path(f"cut{until_ms}.ndjson")
        pathlib.Path(path).write_text("".join(line for line in log if json.loads(line)["at"] <= start + until_ms))
        return path

    def predictions(self, race, *more):
        return self.lines("predict", race, "--json", "--model", self.model, *more)

    def test_predictions_have_the_promised_fields(self):
        predictions = self.predictions(self.race, "--sectors")
        self.assertGreater(len(predictions), 500)
        for made in predictions:
            self.assertEqual(set(made), PREDICTION_FIELDS)
            self.assertIn(made["kind"], LAP_KINDS)
            self.assertLessEqual(made["low_ms"], made["predicted_ms"])
            self.assertLessEqual(made["predicted_ms"], made["high_ms"])
            self.assertTrue(made["model"])
        self.assertEqual({made["after_sector"] for made in predictions}, {0, 1, 2})
        times = [made["made_at_ms"] for made in predictions]
        self.assertEqual(times, sorted(times))
        self.assertEqual({made["after_sector"] for made in self.predictions(self.race)}, {0})

    def test_a_lap_that_cannot_be_predicted_has_a_reason(self):
        silent = [made for made in self.predictions(self.race, "--all") if made["predicted_ms"] is None]
        self.assertTrue(silent)
        self.assertTrue(all(made["reason"] for made in silent))

    def test_what_comes_later_changes_no_prediction(self):
        whole = self.predictions(self.race, "--sectors")
        for until in (1_500_000, 3_200_000):
            earlier = self.predictions(self.cut(until), "--sectors")
            self.assertGreater(len(earlier), 100)
            self.assertEqual(earlier, whole[:len(earlier)])
            self.assertGreater(whole[len(earlier)]["made_at_ms"], until - 1)

    def test_predictions_are_also_a_table_of_what_became_of_them(self):
        table = self.stint("predict", self.race, "--model", self.model).splitlines()
        self.assertIn("IN BAND", table[0])
        self.assertGreater(sum(line.endswith("yes") for line in table), sum(line.endswith("no") for line in table))

    def test_training_says_what_the_model_has_learnt_from(self):
        self.assertRegex(self.report, r"laptime\.model: \S+ of 2 races, \d+ clean laps; \d+ KB")
        self.assertIn("CPU s", self.report)

    def test_a_file_that_is_no_model_or_is_damaged_is_refused(self):
        foreign, damaged = self.path("foreign.model"), self.path("damaged.model")
        pathlib.Path(foreign).write_text("{}")
        content = bytearray(pathlib.Path(self.model).read_bytes())
        content[len(content) // 2] ^= 1
        pathlib.Path(damaged).write_bytes(content)
        for wrong in (foreign, damaged, "nothing-of-that-name"):
            said = self.stint("predict", self.race, "--model", wrong, status=2)
            self.assertTrue(said.startswith("stint: "), said)
            self.assertIn(os.path.basename(wrong), said)
        self.stint("train", "laptime", self.race, "--out", "/proc/nowhere/x", status=2)
        self.stint("train", "laptime", self.race, "--out", self.path("x"), "--learner", "guess", status=2)

    def test_evaluation_of_lap_times_is_by_whole_races(self):
        known = json.loads(self.stint("evaluate", "laptime", self.race, "--model", self.model, "--json"))
        self.assertTrue(known["races"][0]["learnt_from"])
        unseen = json.loads(self.stint("evaluate", "laptime", *self.races, "--folds", "2", "--json"))
        self.assertEqual([race["race"] for race in unseen["races"]], ["race5", "race6"])
        for race in unseen["races"]:
            self.assertFalse(race["learnt_from"])
            self.assertEqual(set(race["scores"]["clean"]), SCORE_FIELDS)
            self.assertGreater(race["scores"]["clean"]["laps"], 100)
            self.assertTrue(0 < race["scores"]["clean"]["mae_s"] < 5)
            self.assertTrue(0.5 < race["scores"]["clean"]["coverage"] <= 1)
        laps = sum(race["scores"]["clean"]["laps"] for race in unseen["races"])
        self.assertEqual(sum(group["scores"]["clean"]["laps"] for group in unseen["groups"]), laps)
        self.assertIn("clean", self.stint("evaluate", "laptime", self.race, "--model", self.model))

    def anomalies(self, race, *more):
        return json.loads(self.stint("anomalies", race, "--json", *more))["anomalies"]

    def test_anomalies_have_the_promised_fields_in_order_of_time(self):
        anomalies = self.anomalies(self.race, "--all")
        self.assertGreater(len(anomalies), 10)
        for anomaly in anomalies:
            self.assertEqual(set(anomaly), ANOMALY_FIELDS)
            self.assertIn(anomaly["kind"], ANOMALY_KINDS)
            self.assertTrue(0 <= anomaly["severity"] <= 1 and 0 <= anomaly["probability"] <= 1)
            self.assertTrue(anomaly["text"])
            for later in ("confirmed_ms", "cleared_ms"):
                self.assertGreaterEqual(anomaly[later] or anomaly["first_seen_ms"], anomaly["first_seen_ms"])
        self.assertEqual(anomalies, sorted(anomalies, key=lambda one: one["first_seen_ms"]))
        standing = self.anomalies(self.race)
        self.assertEqual(standing, [one for one in anomalies if one["cleared_ms"] is None])
        self.assertEqual(self.anomalies(self.race, "--alarms"), [one for one in standing if one["alarm"]])
        self.assertLess(sum(one["alarm"] for one in standing), len(standing))
        self.assertEqual(len(self.stint("anomalies", self.race).splitlines()), 1 + len(standing) + self.rule_lines("anomalies"))

    def rule_lines(self, command):
        return sum(bool(re.fullmatch(r"[-─ ]+", line)) for line in self.stint(command, self.race).splitlines())

    def test_what_comes_later_changes_no_anomaly(self):
        whole = self.anomalies(self.race, "--all")
        for minutes in (20, 55):
            until = f"00:{minutes}:00"
            by_clock = self.anomalies(self.race, "--until", until, "--all")
            self.assertEqual(by_clock, self.anomalies(self.cut(minutes * 60_000), "--until", until, "--all"))
            self.assertTrue(by_clock)
            first = [(one["id"], one["car"], one["lap"], one["first_seen_ms"]) for one in by_clock]
            self.assertEqual(first, [(one["id"], one["car"], one["lap"], one["first_seen_ms"]) for one in whole][:len(first)])
            self.assertTrue(all(one["first_seen_ms"] > minutes * 60_000 for one in whole[len(first):]))
            for one in by_clock:
                self.assertLessEqual(max(one["confirmed_ms"] or 0, one["cleared_ms"] or 0), minutes * 60_000)

    def test_evaluation_of_anomalies_knows_the_truth_of_a_simulated_race(self):
        score = json.loads(self.stint("evaluate", "anomalies", self.race, "--truth", self.path("race5.truth"), "--json"))
        self.assertEqual(set(score["kinds"]), ANOMALY_KINDS)
        happened = sum(kind["happened"] for kind in score["kinds"].values())
        told = sum(kind["told"] for kind in score["kinds"].values())
        self.assertGreater(happened, 10)
        self.assertGreater(told, happened / 2)
        for kind in score["kinds"].values():
            self.assertLessEqual(kind["right_kind"], kind["told"])
            self.assertLessEqual(kind["told"], kind["happened"])
        by_labels = json.loads(self.stint("evaluate", "anomalies", *self.races, "--json"))
        self.assertEqual([race["race"] for race in by_labels["races"]], ["race5", "race6"])
        self.assertEqual(sum(race["laps"] for race in by_labels["races"]), by_labels["total"]["laps"])
        table = self.stint("evaluate", "anomalies", self.race)
        self.assertIn("FALSE/H", table)
        self.assertIn("BEFORE TROUBLE", table)
        self.stint("evaluate", "anomalies", *self.races, "--truth", self.path("race5.truth"), status=2)

    def story(self, race, *more):
        return json.loads(self.stint("story", race, "--json", *more))

    def strategy(self, race, *more):
        return self.stint("strategy", race, "--at", "00:50:00", "--runs", "40", *more)

    def test_a_strategy_has_the_promised_fields(self):
        told = json.loads(self.strategy(self.race, "--json"))
        self.assertEqual((told["at_ms"], told["runs"]), (3_000_000, 40))
        self.assertEqual(len(told["cars"]), 14)
        for car in told["cars"]:
            self.assertLessEqual(STRATEGY_FIELDS, set(car))
        for car in (car for car in told["cars"] if car["running"]):
            finish = car["finish_class_position"]
            self.assertAlmostEqual(sum(finish["odds"]) + car["out_odds"], 1, places=3)
            self.assertLessEqual(finish["p10"], finish["p90"])
            self.assertTrue(car["reasons"])

    def test_a_crew_can_say_what_its_tank_gives(self):
        told = json.loads(self.strategy(self.race, "--json"))
        car = next(car for car in told["cars"] if car["running"] and car["fuel_laps_left"] is not None)
        laps = round(car["tank_laps"]) + 6
        known = json.loads(self.strategy(self.race, "--tank", f"{car['car']}:{laps}:5.5", "--json"))
        its = next(other for other in known["cars"] if other["car"] == car["car"])
        self.assertEqual(its["tank_laps"], laps)
        self.assertAlmostEqual(its["fuel_laps_left"], 4.5, delta=0.7)  # after the lap under way; under caution it burns less
        for wrong in (car["car"], f"{car['car']}:", f"{car['car']}:x", f"{car['car']}:0", f"{car['car']}:12:40", "none:12"):
            self.stint("strategy", self.race, "--at", "00:50:00", "--tank", wrong, status=2)

    def test_the_advised_plan_is_held_against_two_others(self):
        told = json.loads(self.stint("evaluate", "strategy", "--simulated", "2", "--runs", "8", "--first-seed", "31", "--duels-only", "--json"))
        self.assertEqual(set(told["gained_on"]), {"stops_when_empty", "even_stints"})
        for other in told["gained_on"].values():
            self.assertEqual([duel["seed"] for duel in other["duels"]], [31, 32])
            self.assertAlmostEqual(other["time_ms"]["mean"], sum(duel["time_ms"] for duel in other["duels"]) / 2, delta=1)

    def test_the_same_seed_gives_the_same_strategy_and_what_comes_later_changes_nothing(self):
        told = self.strategy(self.race, "--seed", "3", "--json")
        self.assertEqual(told, self.strategy(self.cut(3_000_000), "--seed", "3", "--json"))
        self.assertNotEqual(told, self.strategy(self.race, "--seed", "4", "--json"))

    def test_one_car_is_told_with_all_its_reasons(self):
        told = json.loads(self.strategy(self.race, "--json"))
        car = next(car for car in told["cars"] if car["running"] and car["window"] and len(car["reasons"]) > 1)
        alone = json.loads(self.strategy(self.race, "--car", car["car"], "--json"))["cars"]
        self.assertEqual([one["car"] for one in alone], [car["car"]])
        text = self.strategy(self.race, "--car", car["car"])
        for reason in alone[0]["reasons"]:
            self.assertIn("- " + reason, text)
        self.assertRegex(text, r"STOP NOW +ENTRY")
        self.stint("strategy", self.race, "--at", "00:50:00", "--car", "none", status=2)

    def test_what_was_measured_comes_with_its_spread_and_what_it_rests_on(self):
        told = json.loads(self.strategy(self.race, "--measured", "--json"))
        self.assertEqual(len(told["cars"]), 14)
        losses = [group["pit_loss_ms"]["green"] for group in told["classes"]]
        for loss in filter(None, losses):
            self.assertEqual(set(loss), MEASURE_FIELDS)
            self.assertLessEqual(loss["p10"], loss["p90"])
        self.assertTrue(any(loss and loss["basis"] == "class" and loss["count"] > 3 for loss in losses))
        text = self.strategy(self.race, "--measured")
        self.assertRegex(text, r"pit loss green, s +[0-9.]+ ±[0-9.]+ \([0-9]+")

    def test_a_story_rests_on_events_within_its_interval(self):
        account = self.story(self.race, "--from", "00:10:00", "--to", "01:00:00")
        self.assertGreater(len(account["sentences"]), 3)
        for sentence in account["sentences"]:
            self.assertTrue(sentence["text"].endswith("."))
            self.assertTrue(sentence["events"], sentence["text"])
            self.assertTrue(600_000 <= sentence["at_ms"] <= 3_600_000, sentence)
            self.assertTrue(all(fact["at_ms"] <= 3_600_000 for fact in sentence["events"]), sentence)
        told = self.stint("story", self.race, "--from", "00:10:00", "--to", "01:00:00").splitlines()
        self.assertEqual([line.split("  ", 1)[1] for line in told], [sentence["text"] for sentence in account["sentences"]])

    def test_what_comes_later_changes_no_story(self):
        interval = ["--from", "00:05:00", "--to", "00:45:00"]
        self.assertEqual(self.story(self.race, *interval), self.story(self.cut(45 * 60_000), *interval))

    def test_a_story_of_a_car_is_about_that_car(self):
        car = json.loads(self.stint("standings", self.race, "--json"))["cars"][0]["car"]
        account = self.story(self.race, "--car", car)
        self.assertTrue(account["sentences"])
        about_all = {"caution", "cautions", "rain", "race_control"}
        for sentence in account["sentences"]:
            self.assertTrue(car in sentence["cars"] or sentence["kind"] in about_all, sentence)
        self.stint("story", self.race, "--car", "999", status=2)
        self.stint("story", self.race, "--class", "none of these", status=2)
        self.stint("story", self.race, "--from", "01:00:00", "--to", "00:30:00", status=2)


if __name__ == "__main__":
    unittest.main()
