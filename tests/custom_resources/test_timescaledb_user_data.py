"""Checks the script that instances of TimescaleDB run on their first start, and runs it with
stand-ins for Docker, PostgreSQL and AWS."""

import json
import shutil
import subprocess
import tempfile
import unittest

import first_start

SCRIPT = first_start.AWS / "timescaledb/install.sh"
VARIABLES = {
    "IMAGE": "timescale/timescaledb-ha:pg17.11-ts2.30.1",
    "POSTGRES": "17",
    "DATABASE": "readings",
    "ADDRESS": "10.0.64.10",
    "SECRET": "arn:aws:secretsmanager:us-east-1:111122223333:secret:Readings-1",
    "BUCKET": "backups",
    "BACKUPS": "/Data/ReadingsReady",
    "RETENTION": "7",
    "BACKUP_TIME": "03:00",
    "LOG_GROUP": "readings-logs",
    "DOMAIN": "amazonaws.com",
}
PLACES = [
    "/etc/timescaledb",
    "/etc/systemd/system",
    "/usr/local/bin",
    "/var/lib/timescaledb",
]
AGENT = "/opt/aws/amazon-cloudwatch-agent"
NO_BACKUPS = '[{"backup":[],"db":[],"name":"main","status":{"code":1}}]'
BACKUPS = '[{"archive":[{}],"backup":[{"label":"20261120-030000F"}],"name":"main"}]'
# What the container says: that nothing recovers, and nothing of a database of that name.
DOCKER = """
case "$*" in
  *'--entrypoint id'*) echo 1000 ;;
  *pg_is_in_recovery*) echo f ;;
  *' info'*) echo '%s' ;;
  exec\\ -i*ON_ERROR_STOP=1*) [[ $* == *-c* ]] || cat >>$ROOT/statements ;;
esac
"""
COMMANDS = {
    "aws": """[[ $* != *get-secret-value* ]] || echo '{"username":"postgres","password":"it'"'"'s"}'""",
    "chown": "",
    "curl": "[[ $* == *instance-id* ]] && echo i-1 || echo token",
    "date": "echo 3",
    "docker": DOCKER % NO_BACKUPS,
    "openssl": 'for last; do :; done; touch "$last" "$(dirname "$last")/server.key"',
    "systemctl": "",
    f"{AGENT}/bin/amazon-cloudwatch-agent-ctl": "",
}


@unittest.skipUnless(shutil.which("bash"), "there is no bash")
class UserDataTest(unittest.TestCase):
    def machine(self, folder, **commands):
        return first_start.Machine(folder, PLACES, {**COMMANDS, **commands})

    def run_script(self, **commands):
        with tempfile.TemporaryDirectory() as folder:
            calls, ended = self.machine(folder, **commands).run(SCRIPT, VARIABLES)
            return calls, ended

    def test_a_new_database_is_made_backed_up_and_signals_success(self):
        calls, ended = self.run_script()
        self.assertEqual(ended.returncode, 0, ended.stderr)
        wanted = [
            "dnf install -y docker amazon-cloudwatch-agent",
            "mkfs.xfs",
            "mount /var/lib/timescaledb",
            "docker pull --quiet timescale/timescaledb-ha:pg17.11-ts2.30.1",
            "openssl req -x509",
            "chown -R 1000 /var/lib/timescaledb/tls",
            "docker run --rm --network host --ipc host --stop-signal SIGINT --mount",
            "docker run --rm --network host --ipc host --stop-signal SIGINT --mount",
            "systemctl enable --now timescaledb.service",
            "aws secretsmanager get-secret-value --region us-east-1 --secret-id arn:aws",
            "docker exec -i timescaledb psql -qX -v ON_ERROR_STOP=1",
            "docker exec -i timescaledb psql -qtAX -v ON_ERROR_STOP=1 -U postgres -d postgres -c "
            'CREATE DATABASE "readings"',
            "docker exec -i timescaledb psql -qtAX -v ON_ERROR_STOP=1 -U postgres -d readings -c "
            "CREATE EXTENSION IF NOT EXISTS timescaledb",
            "docker exec timescaledb pgbackrest stanza-create",
            "docker exec timescaledb pgbackrest check",
            "docker exec timescaledb pgbackrest --type=diff backup",
            "aws cloudwatch put-metric-data --region us-east-1 --namespace TimescaleDB "
            "--metric-name Backups --value 1 --dimensions InstanceId=i-1",
            "systemctl enable --now timescaledb-backup.timer",
            "amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s",
            "cfn-signal --exit-code 0 --reason ready",
        ]
        first_start.in_order(self, wanted, calls)
        self.assertTrue([call for call in calls if "--entrypoint initdb" in call], calls)

    def test_a_database_begins_with_its_backups(self):
        calls, ended = self.run_script(docker=DOCKER % BACKUPS)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertTrue([call for call in calls if call.endswith("--delta restore")], calls)
        self.assertFalse([call for call in calls if "--entrypoint initdb" in call], calls)

    def test_a_bucket_that_cannot_be_read_is_no_empty_one(self):
        calls, ended = self.run_script(docker=DOCKER.replace("echo '%s'", "exit 1"))
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("--exit-code 1 --reason make or restore the data", calls[-1])
        self.assertFalse([call for call in calls if "--entrypoint initdb" in call], calls)

    def test_data_that_is_there_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            machine = self.machine(folder, blkid="[[ $* == *UUID* ]] && echo 1 || echo xfs")
            for name in ["data/global/pg_control", "tls/server.crt", "tls/server.key"]:
                file = machine.root / "var/lib/timescaledb" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text("mine")
            calls, ended = machine.run(SCRIPT, VARIABLES)
            self.assertEqual(ended.returncode, 0, ended.stderr)
            for word in ["mkfs", "openssl", "initdb", "restore"]:
                self.assertFalse([call for call in calls if word in call.split()], word)

    def test_the_password_is_on_no_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            machine = self.machine(folder)
            calls, _ = machine.run(SCRIPT, VARIABLES)
            self.assertFalse([call for call in calls if "it's" in call])
            self.assertEqual(
                machine.text("/statements"), "ALTER ROLE postgres PASSWORD 'it''s';\n"
            )

    def test_what_it_writes_is_what_the_programs_take(self):
        with tempfile.TemporaryDirectory() as folder:
            machine = self.machine(folder)
            machine.run(SCRIPT, VARIABLES)
            backups = machine.text("/etc/timescaledb/pgbackrest.conf").splitlines()
            for line in [
                "repo1-path=/Data/ReadingsReady",
                "repo1-s3-bucket=backups",
                "repo1-s3-endpoint=s3.us-east-1.amazonaws.com",
                "repo1-s3-key-type=auto",
                "repo1-retention-full=7",
            ]:
                self.assertIn(line, backups)
            rules = machine.text("/etc/timescaledb/pg_hba.conf")
            # Whatever comes over the network is encrypted and has a password.
            self.assertEqual(
                rules, "local all all trust\nhostssl all all all scram-sha-256\n"
            )
            agent = json.loads(machine.text(f"{AGENT}/etc/metrics.json"))["metrics"]
            self.assertEqual(agent["namespace"], "TimescaleDB")
            self.assertEqual(agent["append_dimensions"], {"InstanceId": "${aws:InstanceId}"})
            timer = machine.text("/etc/systemd/system/timescaledb-backup.timer")
            self.assertIn("OnCalendar=*-*-* 03:00:00 UTC", timer)
            for command in (machine.root / "usr/local/bin").iterdir():
                subprocess.run(["bash", "-n", str(command)], check=True)

    def test_a_full_backup_on_sundays(self):
        calls, _ = self.run_script(date="echo 7")
        first_start.in_order(self, ["docker exec timescaledb pgbackrest --type=full backup"], calls)

    def test_a_restore_happens_while_the_database_is_stopped(self):
        with tempfile.TemporaryDirectory() as folder:
            machine = self.machine(folder)
            machine.run(SCRIPT, VARIABLES)
            calls, ended = machine.bash("timescaledb-restore '2026-11-20 09:30:00+00'")
            self.assertEqual(ended.returncode, 0, ended.stderr)
            self.assertEqual(calls[0], "systemctl stop timescaledb")
            self.assertIn("--type=time --target=2026-11-20 09:30:00+00", calls[1])
            self.assertEqual(calls[2], "systemctl start timescaledb")

    def test_a_server_that_does_not_start_is_signalled(self):
        calls, ended = self.run_script(docker=(DOCKER % NO_BACKUPS).replace("echo f", "exit 2"))
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("--exit-code 1 --reason start TimescaleDB", calls[-1])


if __name__ == "__main__":
    unittest.main()
