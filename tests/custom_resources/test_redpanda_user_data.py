"""Checks the script that Redpanda's nodes run on their first start, and runs it with stand-ins."""

import shutil
import subprocess
import unittest

import first_start

SCRIPT = first_start.AWS / "redpanda/install.sh"
VARIABLES = {
    "REDPANDA_VERSION": "26.2.1",
    "ADDRESSES": "10.0.64.10,10.0.65.10,10.0.66.10",
    "TOPICS": "readings:6 audit:1",
}
COMMANDS = {
    "chown": "",
    "curl": '[[ $* == *local-ipv4* ]] && echo 10.0.65.10 || echo "true"',
    "rpk": "",
    "rpm": "exit 1",
    "systemctl": "",
    "timeout": 'shift; exec "$@"',
}


@unittest.skipUnless(shutil.which("bash"), "there is no bash")
class UserDataTest(unittest.TestCase):
    def run_script(self, **commands):
        return first_start.run(
            SCRIPT, VARIABLES, {**COMMANDS, **commands}, ["/var/lib/redpanda"]
        )

    def test_the_syntax_is_right(self):
        for script in [first_start.BEGINNING, SCRIPT]:
            subprocess.run(["bash", "-n", str(script)], check=True)

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
            "rpk topic create readings --partitions 6 --replicas 3 -X brokers=10.0.65.10:9092",
            "rpk topic create audit --partitions 1 --replicas 3 -X brokers=10.0.65.10:9092",
            f"cfn-signal --exit-code 0 --reason ready --stack {first_start.STACK} "
            "--resource Ready --region us-east-1",
        ]
        first_start.in_order(self, wanted, calls)

    def test_a_volume_with_data_is_not_formatted(self):
        calls, code = self.run_script(blkid="[[ $* == *UUID* ]] && echo 1-2-3 || echo xfs")
        self.assertEqual(code, 0, calls)
        self.assertFalse([call for call in calls if call.startswith("mkfs")])

    def test_an_image_that_has_redpanda_needs_no_internet_for_it(self):
        calls, code = self.run_script(rpm="exit 0")
        self.assertEqual(code, 0, calls)
        self.assertFalse([call for call in calls if "setup-redpanda" in call])

    def test_a_topic_that_another_node_made_is_enough(self):
        calls, code = self.run_script(rpk="[[ $* != *'topic create'* ]]")
        self.assertEqual(code, 0, calls)
        self.assertIn("rpk topic describe audit -X brokers=10.0.65.10:9092", calls)

    def test_a_topic_that_cannot_be_made_is_a_failure(self):
        calls, code = self.run_script(rpk="[[ $* != *topic* ]]")
        self.assertNotEqual(code, 0)
        self.assertIn("--exit-code 1 --reason make topics", calls[-1])

    def test_a_failure_is_signalled_with_the_step(self):
        calls, code = self.run_script(rpk="[[ $* != *health* ]]")
        self.assertNotEqual(code, 0)
        self.assertIn("--exit-code 1 --reason wait for a healthy cluster", calls[-1])

    def test_a_signal_that_fails_is_sent_again(self):
        calls, _ = self.run_script(**{first_start.SIGNAL: "exit 1"})
        # As long as the resource that waits may take to begin.
        self.assertEqual(len([call for call in calls if call.startswith("cfn-signal")]), 30)


if __name__ == "__main__":
    unittest.main()
