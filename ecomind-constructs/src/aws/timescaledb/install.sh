# What an instance of TimescaleDB does on its first start, after first_start.sh of EC2, which lines
# with its variables come before: IMAGE (of the container), POSTGRES (the major version), DATABASE,
# ADDRESS, SECRET, BUCKET, BACKUPS (the path in it), RETENTION (in days), BACKUP_TIME (in UTC),
# LOG_GROUP, and DOMAIN (of AWS's endpoints).
#
# Everything here can run again: what is done is not done twice, and data that is there stays.

step='install Docker and the CloudWatch agent'
dnf install -y docker amazon-cloudwatch-agent

data=/var/lib/timescaledb
mount_data "$data"

step='fetch the image'
systemctl enable --now docker
for _ in $(seq 5); do
  if docker pull --quiet "$IMAGE"; then break; fi
  sleep 15
done
owner=$(docker run --rm --network none --entrypoint id "$IMAGE" -u)

step='make a certificate'
mkdir -p "$data/data" "$data/tls"
if [[ ! -s $data/tls/server.crt ]]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "/CN=$ADDRESS" -addext "subjectAltName=IP:$ADDRESS" \
    -keyout "$data/tls/server.key" -out "$data/tls/server.crt"
fi
chmod 600 "$data/tls/server.key"
chmod 700 "$data/data"
chown -R "$owner" "$data/tls"
chown "$owner" "$data/data"

step='configure TimescaleDB'
mkdir -p /etc/timescaledb
cat >/etc/timescaledb/environment <<END
IMAGE=$IMAGE
POSTGRES=$POSTGRES
DATABASE=$DATABASE
SECRET=$SECRET
LOG_GROUP=$LOG_GROUP
REGION=$REGION
INSTANCE=$(metadata instance-id)
END
# The socket is inside of the container, which only root of this machine gets into.
cat >/etc/timescaledb/pg_hba.conf <<'END'
local all all trust
hostssl all all all scram-sha-256
END
cat >/etc/timescaledb/pgbackrest.conf <<END
[global]
repo1-type=s3
repo1-path=$BACKUPS
repo1-s3-bucket=$BUCKET
repo1-s3-endpoint=s3.$REGION.$DOMAIN
repo1-s3-region=$REGION
repo1-s3-key-type=auto
repo1-bundle=y
repo1-retention-full-type=time
repo1-retention-full=$RETENTION
compress-type=zst
start-fast=y
log-level-console=info
log-level-file=off

[main]
pg1-path=/home/postgres/pgdata/data
END

# Runs a program of the image beside the data. The image keeps a configuration of pgBackRest inside
# of the data, and a name of a stanza of its own: neither is ours.
cat >/usr/local/bin/timescaledb-container <<'END'
#!/bin/bash
set -eo pipefail
. /etc/timescaledb/environment
program=$1
shift
exec docker run --rm --network host --ipc host --stop-signal SIGINT $CONTAINER_OPTIONS \
  --mount type=bind,source=/var/lib/timescaledb,target=/home/postgres/pgdata \
  --mount type=bind,source=/etc/timescaledb,target=/etc/timescaledb,readonly \
  --env PGDATA=/home/postgres/pgdata/data \
  --env PGBACKREST_CONFIG=/etc/timescaledb/pgbackrest.conf \
  --env PGBACKREST_CONFIG_INCLUDE_PATH=/etc/timescaledb/none \
  --env PGBACKREST_STANZA=main \
  --entrypoint "$program" "$IMAGE" "$@"
END
# Nothing that must stay can be changed from inside of the database: this has the last word.
cat >/usr/local/bin/timescaledb-server <<'END'
#!/bin/bash
set -euo pipefail
. /etc/timescaledb/environment
export CONTAINER_OPTIONS="--name timescaledb --log-driver awslogs --log-opt mode=non-blocking
  --log-opt awslogs-region=$REGION --log-opt awslogs-group=$LOG_GROUP
  --log-opt awslogs-stream=$INSTANCE"
exec timescaledb-container postgres -c 'listen_addresses=*' \
  -c hba_file=/etc/timescaledb/pg_hba.conf -c ssl=on -c ssl_min_protocol_version=TLSv1.2 \
  -c ssl_cert_file=/home/postgres/pgdata/tls/server.crt \
  -c ssl_key_file=/home/postgres/pgdata/tls/server.key \
  -c shared_preload_libraries=timescaledb,pg_stat_statements \
  -c timescaledb.telemetry_level=off \
  -c archive_mode=on -c archive_timeout=300 -c 'archive_command=pgbackrest archive-push %p'
END
# Gives the master user the password that the secret has, also after somebody changed it.
cat >/usr/local/bin/timescaledb-password <<'END'
#!/bin/bash
set -euo pipefail
. /etc/timescaledb/environment
text=$(aws secretsmanager get-secret-value --region "$REGION" --secret-id "$SECRET" \
  --query SecretString --output text)
# Not as an argument, which every user of the machine can see.
python3 -c '
import json, sys
password = json.load(sys.stdin)["password"].replace("\x27", "\x27\x27")
print(f"ALTER ROLE postgres PASSWORD \x27{password}\x27;")
' <<<"$text" | docker exec -i timescaledb psql -qX -v ON_ERROR_STOP=1 -U postgres -d postgres
END
# A full backup on Sundays, otherwise what changed since; the alarm hears when there is none.
cat >/usr/local/bin/timescaledb-backup <<'END'
#!/bin/bash
set -euo pipefail
. /etc/timescaledb/environment
type=diff
[[ $(date -u +%u) != 7 ]] || type=full
docker exec timescaledb pgbackrest "--type=$type" backup
aws cloudwatch put-metric-data --region "$REGION" --namespace TimescaleDB \
  --metric-name Backups --value 1 --dimensions "InstanceId=$INSTANCE"
END
# Brings everything back as it was at a time, such as '2026-11-20 09:30:00+00'.
cat >/usr/local/bin/timescaledb-restore <<'END'
#!/bin/bash
set -euo pipefail
systemctl stop timescaledb
timescaledb-container pgbackrest --delta --type=time "--target=$1" --target-action=promote restore
systemctl start timescaledb
END
chmod 755 /usr/local/bin/timescaledb-*

cat >/etc/systemd/system/timescaledb.service <<END
[Unit]
Description=TimescaleDB
Requires=docker.service
After=docker.service network-online.target
Wants=network-online.target
# Never an empty database where the data should be.
RequiresMountsFor=$data

[Service]
ExecStartPre=-/usr/bin/docker rm --force timescaledb
# The memory may be another than at the last start.
ExecStartPre=-/usr/local/bin/timescaledb-container timescaledb-tune --quiet --yes --pg-version=$POSTGRES --conf-path=/home/postgres/pgdata/data/postgresql.conf
ExecStart=/usr/local/bin/timescaledb-server
ExecStop=/usr/bin/docker stop -t 300 timescaledb
TimeoutStopSec=330
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
END
cat >/etc/systemd/system/timescaledb-backup.service <<'END'
[Unit]
Description=Backup of TimescaleDB
# Not `Requires`, which would start the database in the middle of a restore.
Requisite=timescaledb.service
After=timescaledb.service

[Service]
Type=oneshot
ExecStart=/usr/local/bin/timescaledb-backup
END
cat >/etc/systemd/system/timescaledb-backup.timer <<END
[Unit]
Description=Daily backup of TimescaleDB

[Timer]
OnCalendar=*-*-* $BACKUP_TIME:00 UTC
Persistent=true

[Install]
WantedBy=timers.target
END
systemctl daemon-reload

# A volume that is empty begins with what the backups have, if they have anything: so a volume that
# is lost comes back by itself.
step='make or restore the data'
if [[ ! -s $data/data/global/pg_control ]]; then
  backups=$(timescaledb-container pgbackrest --output=json info)
  if [[ $backups == *'"backup":[{'* ]]; then
    timescaledb-container pgbackrest --delta restore
  else
    timescaledb-container initdb --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
      --data-checksums --auth-local=trust --auth-host=scram-sha-256
  fi
fi

sql() {
  docker exec -i timescaledb psql -qtAX -v ON_ERROR_STOP=1 -U postgres "$@"
}

step='start TimescaleDB'
systemctl enable --now timescaledb.service
for _ in $(seq 240); do
  recovering=$(sql -d postgres -c 'SELECT pg_is_in_recovery()' 2>/dev/null || true)
  [[ $recovering != f ]] || break
  sleep 5
done
[[ $recovering == f ]]

step='make the database'
timescaledb-password
if [[ -z $(sql -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$DATABASE'") ]]; then
  sql -d postgres -c "CREATE DATABASE \"$DATABASE\""
fi
sql -d "$DATABASE" -c 'CREATE EXTENSION IF NOT EXISTS timescaledb'

step='make the first backup'
docker exec timescaledb pgbackrest stanza-create
docker exec timescaledb pgbackrest check
timescaledb-backup
systemctl enable --now timescaledb-backup.timer

step='start the CloudWatch agent'
agent=/opt/aws/amazon-cloudwatch-agent
mkdir -p "$agent/etc"
cat >"$agent/etc/metrics.json" <<END
{
  "metrics": {
    "namespace": "TimescaleDB",
    "append_dimensions": {"InstanceId": "\${aws:InstanceId}"},
    "metrics_collected": {
      "mem": {"measurement": ["used_percent"]},
      "disk": {"measurement": ["used_percent"], "resources": ["$data"], "drop_device": true}
    }
  }
}
END
"$agent/bin/amazon-cloudwatch-agent-ctl" -a fetch-config -m ec2 -s -c "file:$agent/etc/metrics.json"
step='ready'
