"""Checks the script that Redpanda's nodes run on their first start, and runs it with stand-ins."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "ecomind-constructs/src/aws/redpanda/install.sh"
VARIABLES = """#!/bin/bash
REDPANDA_VERSION=26.2.1
ADDRESSES=10.0.64.10,10.0.65.10,10.0.66.10
STACK=arn:aws:cloudformation:us-east-1:111122223333:stack/Streaming/1
RESOURCE=EventsReady
REGION=us-east-1
"""


@unittest.skipUnless(shutil.which("bash"), "there is no bash")
class UserDataTest(unittest.TestCase):
    def run_script(self, **answers):
        """What it called, one call a line, and how it ended; `answers` are bodies of commands."""
        answers = {
            "curl": '[[ $* == *local-ipv4* ]] && echo 10.0.65.10 || echo "true"',
            "rpm": "exit 1",
            "blkid": '[[ $* == *UUID* ]] && echo 1-2-3 || true',
            "mountpoint": "exit 1",
            "timeout": 'shift; exec "$@"',
            **answers,
        }
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            calls = folder / "calls"
            names = "cfn-signal chown curl dnf blkid mkdir mkfs.xfs mount mountpoint rpk rpm sleep"
            for name in [*names.split(), "systemctl", "timeout"]:
                command = folder / name
                body = answers.get(name, "exit 0")
                command.write_text(f'#!/bin/bash\necho "{name} $*" >>{calls}\n{body}\n')
                command.chmod(0o755)
            (folder / "fstab").touch()
            # What the real machine has at fixed places.
            text = SCRIPT.read_text()
            for place, here in {
                "/opt/aws/bin/cfn-signal": folder / "cfn-signal",
                "/etc/fstab": folder / "fstab",
                "-b $device": "-e $device",
                "/dev/sdf": folder / "fstab",
            }.items():
                self.assertIn(place, text)
                text = text.replace(place, str(here))
            script = folder / "user-data"
            script.write_text(VARIABLES + text)
            path = f"{folder}{os.pathsep}{os.environ['PATH']}"
            ended = subprocess.run(
                ["bash", str(script)],
                env={"PATH": path},
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
            return calls.read_text().splitlines(), ended.returncode

    def test_the_syntax_is_right(self):
        subprocess.run(["bash", "-n", str(SCRIPT)], check=True)

    def test_a_new_node_is_made_and_signals_success(self):
        calls, code = self.run_script()
        self.assertEqual(code, 0, calls)
        wanted = [
            "dnf install -y redpanda-26.2.1 redpanda-rpk-26.2.1 redpanda-tuner-26.2.1",
            "mkfs.xfs",
            "mount /var/lib/redpanda/data",
            "chown redpanda:redpanda /var/lib/redpanda/data",
            "rpk redpanda config bootstrap --self 10.0.65.10 --ips 10.0.64.10,10.0.65.10,10.0.66.10",
            "rpk redpanda config set redpanda.empty_seed_starts_cluster false",
            "rpk redpanda mode production",
            "systemctl start redpanda-tuner redpanda",
            "rpk cluster health --watch --exit-when-healthy -X admin.hosts=10.0.65.10:9644",
            "cfn-signal --exit-code 0 --reason ready --stack arn:aws:cloudformation:us-east-1"
            ":111122223333:stack/Streaming/1 --resource EventsReady --region us-east-1",
        ]
        rest = iter(calls)
        for call in wanted:
            self.assertTrue(any(line.startswith(call) for line in rest), f"{call}\n{calls}")

    def test_a_volume_with_data_is_not_formatted(self):
        calls, code = self.run_script(blkid='[[ $* == *UUID* ]] && echo 1-2-3 || echo xfs')
        self.assertEqual(code, 0, calls)
        self.assertFalse([call for call in calls if call.startswith("mkfs")])

    def test_an_image_that_has_redpanda_needs_no_internet_for_it(self):
        calls, code = self.run_script(rpm="exit 0")
        self.assertEqual(code, 0, calls)
        self.assertFalse([call for call in calls if "setup-redpanda" in call])

    def test_a_failure_is_signalled_with_the_step(self):
        calls, code = self.run_script(rpk='[[ $* != *health* ]]')
        self.assertNotEqual(code, 0)
        self.assertIn("--exit-code 1 --reason wait for a healthy cluster", calls[-1])

    def test_a_signal_that_fails_is_sent_again(self):
        calls, _ = self.run_script(**{"cfn-signal": "exit 1"})
        # As long as the resource that waits may take to begin.
        self.assertEqual(len([call for call in calls if call.startswith("cfn-signal")]), 30)


if __name__ == "__main__":
    unittest.main()
