"""The container, the compose file and the Debian package, without an engine that runs them.

usage: packaging_test.py PROGRAM
"""

import configparser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import yaml

PROGRAM = os.path.abspath(sys.argv.pop(1))
ROOT = pathlib.Path(os.environ.get("STINT_ROOT", "."))


class Container(unittest.TestCase):
    def setUp(self):
        text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
        self.lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        starts = [i for i, line in enumerate(self.lines) if line.startswith("FROM ")]
        self.stages = [self.lines[a:b] for a, b in zip(starts, starts[1:] + [len(self.lines)])]

    def test_it_has_two_stages_and_only_the_program_comes_along(self):
        self.assertEqual(len(self.stages), 2)
        for copied in (line for line in self.stages[1] if line.startswith("COPY ")):
            for source in copied.split()[1:-1]:
                if not source.startswith("--"):
                    self.assertIn(source, ("/stint", "/runtime-packages", "packaging/container-health"))
        for copied in (line for stage in self.stages for line in stage if line.startswith("COPY ") and "--from" not in line):
            for source in copied.split()[1:-1]:
                self.assertTrue((ROOT / source).exists(), copied)

    def test_it_runs_as_nobody_special_and_is_watched(self):
        last = self.stages[1]
        user = next(line for line in last if line.startswith("USER "))
        self.assertNotIn(user.split()[1].split(":")[0], ("0", "root"))
        self.assertTrue(any(line.startswith("HEALTHCHECK ") for line in last))
        self.assertLess(last.index(user), last.index(next(line for line in last if line.startswith("ENTRYPOINT "))))

    def test_nothing_that_is_built_or_kept_here_goes_into_it(self):
        ignored = (ROOT / ".dockerignore").read_text().split()
        for kept in (".git", "build", "data", ".env", "web/node_modules"):
            self.assertIn(kept, ignored)

    def test_its_health_check_tells_a_server_from_none(self):
        def check(port):
            done = subprocess.run([ROOT / "packaging/container-health"], env={**os.environ, "API_PORT": port}, capture_output=True)
            return done.returncode

        with tempfile.TemporaryDirectory() as folder:
            server = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--log-level", "error"], cwd=folder, stdout=subprocess.PIPE,
                                      text=True)
            try:
                port = re.search(r":(\d+)/", server.stdout.readline()).group(1)
                deadline = time.monotonic() + 20
                while check(port) != 0 and time.monotonic() < deadline:
                    time.sleep(0.2)
                self.assertEqual(check(port), 0)
            finally:
                server.terminate()
                server.wait()
                server.stdout.close()
            self.assertNotEqual(check(port), 0)


class Compose(unittest.TestCase):
    def test_it_is_the_service_of_the_page(self):
        document = yaml.safe_load((ROOT / "compose.yaml").read_text())
        self.assertLessEqual(set(document), {"services", "volumes"})
        known = {"build", "image", "command", "environment", "ports", "volumes", "read_only", "tmpfs", "cap_drop", "security_opt",
                 "restart", "stop_grace_period"}
        for name, service in document["services"].items():
            with self.subTest(service=name):
                self.assertLessEqual(set(service), known)
                self.assertTrue(service["read_only"])
                self.assertEqual(service["cap_drop"], ["ALL"])
                for port in service["ports"]:
                    self.assertRegex(port, r"^127\.0\.0\.1:\d+:8000$")
                for volume in service["volumes"]:
                    self.assertIn(volume.split(":")[0], document["volumes"])
                    self.assertIn(f"VOLUME {volume.split(':')[1]}\n", (ROOT / "Dockerfile").read_text())


class DebianPackage(unittest.TestCase):
    def test_the_service_is_hardened_and_runs_as_its_own_user(self):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read(ROOT / "packaging/debian/stint.service")
        self.assertEqual(unit["Service"]["User"], "stint")
        for key, value in {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
                           "CapabilityBoundingSet": "", "StateDirectory": "stint"}.items():
            self.assertEqual(unit["Service"][key], value, key)

    def test_systemd_finds_nothing_wrong_with_the_unit(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("systemd-analyze isn't installed")
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder, "stint.service")
            unit.write_text((ROOT / "packaging/debian/stint.service").read_text().replace("/usr/bin/stint", PROGRAM))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
            self.assertEqual([line for line in done.stderr.splitlines() if "stint.service" in line], [])

    def test_its_configuration_is_accepted(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([PROGRAM, "--config", ROOT / "packaging/debian/stint.toml", "config"], cwd=folder, capture_output=True,
                                  text=True)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_its_scripts_are_sound_shell(self):
        for script in ("postinst", "prerm", "postrm"):
            path = ROOT / "packaging/debian" / script
            self.assertTrue(os.access(path, os.X_OK), script)
            self.assertEqual(subprocess.run(["sh", "-n", path]).returncode, 0, script)

    def test_its_manual_page_has_the_commands_of_the_program(self):
        said = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True).stdout.split("Subcommands:\n")[1]
        commands = re.findall(r"^  (\w+) +(.+)$", said, re.MULTILINE)
        self.assertGreater(len(commands), 10)
        page = (ROOT / "packaging/debian/stint.1").read_text()
        listed = page.split(".SH COMMANDS\n")[1].split(".SH ")[0]
        self.assertEqual(re.findall(r"^\.TP\n\.B (\w+)\n(.+)$", listed, re.MULTILINE), commands)

    def test_its_changelog_is_one_that_debian_reads(self):
        written = subprocess.run([ROOT / "packaging/debian-changelog", ROOT / "CHANGELOG.md", "Somebody <somebody@localhost>"],
                                 env={**os.environ, "SOURCE_DATE_EPOCH": "1750000000"}, capture_output=True, text=True, check=True).stdout
        for line in written.splitlines():
            self.assertLess(len(line), 80, line)
        changes = sum(line.startswith("- ") for line in (ROOT / "CHANGELOG.md").read_text().splitlines())
        self.assertEqual(sum(line.startswith("  * ") for line in written.splitlines()), changes)
        read = subprocess.run(["dpkg-parsechangelog", "-l", "-"], input=written, capture_output=True, text=True)
        self.assertEqual((read.returncode, read.stderr), (0, ""))
        version = re.search(r"project\(stint VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        self.assertIn(f"Version: {version}\n", read.stdout)
        self.assertIn("Date: Sun, 15 Jun 2025 15:06:40 +0000\n", read.stdout)


if __name__ == "__main__":
    unittest.main()
