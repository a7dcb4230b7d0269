"""Runs what instances do on their first start, with stand-ins for the commands of the machine."""

import os
import pathlib
import subprocess
import tempfile

AWS = pathlib.Path(__file__).resolve().parents[2] / "ecomind-constructs/src/aws"
BEGINNING = AWS / "ec2/first_start.sh"
STACK = "arn:aws:cloudformation:us-east-1:111122223333:stack/Test/1"
SIGNAL = "/opt/aws/bin/cfn-signal"

# What every script calls, and what a new machine does then.
COMMANDS = {
    "blkid": "[[ $* == *UUID* ]] && echo 1-2-3 || true",
    "curl": "echo",
    "dnf": "",
    "mkfs.xfs": "",
    "mount": "",
    "mountpoint": "exit 1",
    "sleep": "",
}


class Machine:
    """A folder that a script takes for a machine."""

    def __init__(self, folder, places, commands):
        self.folder = pathlib.Path(folder)
        self.root = self.folder / "root"
        # Where the script finds these is here.
        self.places = ["/opt/aws", "/etc/fstab", "/dev/sdf", *places]
        self.calls = self.folder / "calls"
        folders = ["bin", "root/dev", "root/etc/systemd/system", "root/usr/local/bin"]
        for name in folders:
            (self.folder / name).mkdir(parents=True)
        for name in ["root/etc/fstab", "root/dev/sdf"]:
            (self.folder / name).touch()
        for name, body in {**COMMANDS, SIGNAL: "", **commands}.items():
            place = pathlib.Path(f"{self.root}{name}") if "/" in name else self.folder / "bin" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            call = f'echo "{place.name} $*" >>{self.calls}'
            place.write_text(f"#!/bin/bash\n{call}\n{self.moved(body)}\n")
            place.chmod(0o755)

    def moved(self, text):
        for place in self.places:
            text = text.replace(place, f"{self.root}{place}")
        return text

    def run(self, script, variables):
        """What the script called, one call a line, and how it ended."""
        text = BEGINNING.read_text() + script.read_text()
        for place in self.places:
            assert place in text, place
        # The stand-in for the disk is a file.
        text = self.moved(text).replace("-b $device", "-e $device")
        given = {"STACK": STACK, "REGION": "us-east-1", "RESOURCE": "Ready", **variables}
        lines = "".join(f"{name}='{value}'\n" for name, value in given.items())
        return self.bash(f"{lines}{text}")

    def bash(self, text):
        """What `text` called, one call a line, and how it ended."""
        self.calls.write_text("")
        path = [f"{self.folder}/bin", f"{self.root}/usr/local/bin", os.environ["PATH"]]
        ended = subprocess.run(
            ["bash", "-c", text],
            env={"PATH": os.pathsep.join(path), "ROOT": str(self.root)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return self.calls.read_text().replace(str(self.root), "").splitlines(), ended

    def text(self, place):
        """What a file says now."""
        return pathlib.Path(f"{self.root}{place}").read_text().replace(str(self.root), "")


def run(script, variables, commands, places=()):
    """What a new machine called, one call a line, and the code that the script ended with."""
    with tempfile.TemporaryDirectory() as folder:
        calls, ended = Machine(folder, places, commands).run(script, variables)
        return calls, ended.returncode


def in_order(test, wanted, calls):
    """Asserts that each of `wanted` begins a call, one after the other."""
    rest = iter(calls)
    for call in wanted:
        test.assertTrue(any(line.startswith(call) for line in rest), f"{call}\n" + "\n".join(calls))
