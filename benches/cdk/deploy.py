#!/usr/bin/env python3
"""Deployments beside the AWS CDK's: calls, and wall time. `docs/benchmarks.md` has results.

    python3 benches/cdk/deploy.py [--release] [--runs N] [--stacks 1 10] [--programs FOLDER] [--speed N]

Both deploy the same stacks to the same simulator: first from nothing, then again without a change,
then with one, and delete them at last. Needs `cargo xtask testbed`, for Node.js and the CDK.
"""

import argparse
import collections
import json
import os
import pathlib
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
STEPS = ("first", "again", "change", "destroy")
# What the example calls so many stacks.
NAMES = {1: "one", 10: "ten"}


def main():
    parser = argparse.ArgumentParser(description="Deploy beside the CDK.")
    parser.add_argument("--release", action="store_true", help="measure a release build of ours")
    parser.add_argument("--runs", type=int, default=3, help="how often each one runs")
    parser.add_argument(
        "--stacks", type=int, nargs="+", choices=NAMES, default=list(NAMES), help="how many"
    )
    parser.add_argument("--programs", type=pathlib.Path, help="a folder with ready builds of ours")
    parser.add_argument(
        "--speed", help="resources take their time, divided by this; otherwise the second look at "
        "an operation finds it done"
    )
    arguments = parser.parse_args()
    profile = ["--release"] if arguments.release else []
    programs = arguments.programs.resolve() if arguments.programs else build(profile)
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    print("| stacks | step | calls, ours | CDK | wall, ours (s) | CDK | CPU, ours (s) | CDK |")
    print("|---|---|---|---|---|---|---|---|")
    for stacks in arguments.stacks:
        name = NAMES[stacks]
        ours, theirs = [], []
        for _ in range(arguments.runs):
            ours.append(measure(programs, arguments.speed, Ours(programs / "examples/jobs", name)))
            theirs.append(measure(programs, arguments.speed, Cdk(stacks)))
        for step in STEPS:
            row = [str(stacks), step]
            for what, form in ((0, "{:.0f}"), (1, "{:.2f}"), (2, "{:.2f}")):
                for runs in (ours, theirs):
                    row.append(form.format(statistics.median(run[step][what] for run in runs)))
            print(f"| {' | '.join(row)} |")
        for title, runs in (("ours", ours), ("CDK", theirs)):
            for step in STEPS:
                print(f"<!-- {step}, {title}: {dict(runs[-1][step][3])} -->", flush=True)
    print(f"load of the machine after: {os.getloadavg()[0]:.1f}")
    return 0


def build(profile):
    """The simulator and the example, and the folder that they are in."""
    cargo = ["cargo", "build", "--quiet", *profile]
    subprocess.run([*cargo, "--package", "ecomind-simulator"], cwd=ROOT, check=True)
    subprocess.run([*cargo, "--package", "ecomind-cli", "--example", "jobs"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / ("release" if profile else "debug")


class Ours:
    """The example `jobs`."""

    def __init__(self, program, name):
        self.program, self.name = program, name

    def prepare(self, run):
        pass

    def command(self, step):
        name = f"{self.name}-changed" if step == "change" else self.name
        verb = "destroy" if step == "destroy" else "deploy"
        return [self.program, verb, name, "--yes"], {}


class Cdk:
    """The CDK's command line."""

    def __init__(self, stacks):
        node = ROOT / ".testbed/venv/bin/node"
        self.cdk = [node, ROOT / ".testbed/npm/node_modules/aws-cdk/bin/cdk"]
        self.stacks = stacks
        self.app = ["--app", f'node "{ROOT / "benches/cdk/jobs.cjs"}"', "--no-notices"]

    def prepare(self, run):
        """The bootstrap stack, which is not measured."""
        run([*self.cdk, "bootstrap", "aws://111122223333/eu-west-1"], {})

    def command(self, step):
        variables = {"STACKS": str(self.stacks), "VISIBILITY": "60" if step == "change" else "30"}
        if step == "destroy":
            return [*self.cdk, "destroy", "--all", "--force", *self.app], variables
        deploy = ["deploy", "--all", "--require-approval", "never", "--concurrency", "4"]
        return [*self.cdk, *deploy, *self.app], variables


def measure(programs, speed, tool):
    """Calls, seconds on the clock and of processors, and calls by name of each step."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [programs / "ecomind-simulator", "--port", str(port)]
    command += ["--speed", speed] if speed else []
    simulator = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not is_up(url):
            time.sleep(0.05)
        with tempfile.TemporaryDirectory() as folder:

            def run(command, variables):
                start, before = time.perf_counter(), processors()
                done = subprocess.run(
                    [str(part) for part in command],
                    cwd=folder,
                    env=environment(url, variables),
                    capture_output=True,
                    text=True,
                )
                if done.returncode != 0:
                    sys.exit(f"{command} failed:\n{done.stdout}\n{done.stderr}")
                return time.perf_counter() - start, processors() - before

            tool.prepare(run)
            results = {}
            for step in STEPS:
                ask(url, "calls", "DELETE")
                seconds = run(*tool.command(step))
                calls = [call["action"] for call in json.loads(ask(url, "calls"))]
                results[step] = (len(calls), *seconds, collections.Counter(calls))
            return results
    finally:
        simulator.terminate()
        simulator.wait()


def processors():
    """Seconds that the commands which have ended took of processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment(url, variables):
    return {
        **os.environ,
        # The CDK starts the app through a shell, which finds the pinned Node.js first.
        "PATH": f"{ROOT / '.testbed/venv/bin'}{os.pathsep}{os.environ['PATH']}",
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "111122223333",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "CDK_DISABLE_VERSION_CHECK": "1",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_VALIDATION": "false",
        "CI": "true",
        "NODE_PATH": str(ROOT / ".testbed/npm/node_modules"),
        **variables,
    }


def is_up(url):
    try:
        return bool(ask(url, "health"))
    except OSError:
        return False


def ask(url, path, method="GET"):
    request = urllib.request.Request(f"{url}/_simulator/{path}", method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


if __name__ == "__main__":
    sys.exit(main())
