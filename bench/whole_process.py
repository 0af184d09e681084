"""Times a whole process, start to exit, over several runs: median and range of wall and CPU time in milliseconds."""
import os
import resource
import statistics
import subprocess
import sys
import time

RUNS = 15


def main() -> int:
    walls, cpus = [], []
    for _ in range(RUNS):
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True, env=os.environ)
        walls.append((time.monotonic() - began) * 1000)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append((now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime) * 1000)
    for name, times in (("wall", walls), ("cpu", cpus)):
        print(f"{name}: median {statistics.median(times):.0f} ms, {min(times):.0f} to {max(times):.0f} ms over {RUNS} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
