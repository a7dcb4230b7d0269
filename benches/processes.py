#!/usr/bin/env python3
"""Whole processes: wall time, CPU time and memory. `docs/benchmarks.md` has results.

    python3 benches/processes.py [--runs N]

Builds in release first; needs Python and cargo alone, and a Unix for `os.wait4`.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description="Measure whole processes.")
    parser.add_argument("--runs", type=int, default=20, help="how often each one runs")
    runs = parser.parse_args().runs
    cargo("build", "--package", "ecomind-app")
    cargo("build", "--package", "ecomind-cli", "--example", "many_stacks")
    release = target() / "release"
    ecomind, stacks = release / "ecomind", release / "examples" / "many_stacks"
    warm_memory()
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        print("| process | wall, median (ms) | wall, least (ms) | CPU (ms) | memory (MiB) |")
        print("|---|---|---|---|---|")
        report("`ecomind --version`", lambda _: [ecomind, "--version"], runs)
        synth = [ecomind, "synth", "--quiet"]
        report("`ecomind synth prod`, unchanged", lambda _: [*synth, "prod", "-o", out / "same"], runs)
        report("`ecomind synth prod`, new folder", lambda run: [*synth, "prod", "-o", out / f"new{run}"], runs)
        bare = [*synth, "--no-validation"]
        report("the same without validation", lambda _: [*bare, "prod", "-o", out / "same"], runs)
        report("`ecomind synth --all`, unchanged", lambda _: [*synth, "--all", "-o", out / "all"], runs)
        judge = [ecomind, "validate", "--all", "--pack", "strict"]
        report("`ecomind validate --all --pack strict`", lambda _: judge, runs)
        for name, count in (("one", 1), ("ten", 10), ("hundred", 100)):
            title = f"`synth`: {count} × 400 resources, new folder"
            command = [stacks, "synth", name, "--quiet", "--output"]
            few = max(3, runs // 2)
            report(title, lambda run: [*command, out / f"{name}{run}"], few)
            bare = [*command[:-1], "--no-validation", "--output"]
            report("the same without validation", lambda run: [*bare, out / f"bare-{name}{run}"], few)
    return 0


def warm_memory():
    """Touches memory once: a fresh virtual machine gets each page from its host at several times
    the cost of one that it had before, which says nothing about a program. In a process of its own,
    since the memory of this one counts as that of those that it starts."""
    touch = "memory = bytearray(1 << 30)\nfor page in range(0, len(memory), 4096): memory[page] = 1"
    subprocess.run([sys.executable, "-c", touch], check=True)


def report(name, command, runs):
    """Runs the command of each run, and prints a row."""
    walls, processors, memory = [], [], 0
    for run in range(runs):
        wall, usage = measure([str(argument) for argument in command(run)])
        walls.append(wall)
        processors.append(usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss)
    median, least = statistics.median(walls) * 1000, min(walls) * 1000
    processor = statistics.median(processors) * 1000
    # ru_maxrss counts KiB on Linux, and bytes on macOS.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(f"| {name} | {median:.1f} | {least:.1f} | {processor:.1f} | {memory / unit:.1f} |", flush=True)


def measure(arguments):
    started = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{arguments} failed: {said.decode()}")
    return wall, usage


def cargo(*arguments):
    subprocess.run(["cargo", *arguments, "--release", "--quiet"], cwd=ROOT, check=True)


def target():
    return pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


if __name__ == "__main__":
    sys.exit(main())
