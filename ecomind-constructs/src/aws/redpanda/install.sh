# What a node does on its first start, after first_start.sh of EC2, which lines with its variables
# come before: REDPANDA_VERSION, ADDRESSES of all nodes, with commas, and TOPICS, each as NAME:PARTITIONS
# and with spaces between them.
#
# Everything here can run again: what is done is not done twice.
step='install Redpanda'
if ! rpm -q "redpanda-$REDPANDA_VERSION" >/dev/null; then
  curl -1sSfL --retry 5 https://linux.pkg.redpanda.com/setup-redpanda.rpm.sh | bash
  dnf install -y "redpanda-$REDPANDA_VERSION" "redpanda-rpk-$REDPANDA_VERSION" \
    "redpanda-tuner-$REDPANDA_VERSION"
fi

data=/var/lib/redpanda/data
mount_data "$data"
chown redpanda:redpanda "$data"

step='configure Redpanda'
self=$(metadata local-ipv4)
rpk redpanda config bootstrap --self "$self" --ips "$ADDRESSES"
# All nodes have the same seeds, so that none of them begins a cluster of its own.
rpk redpanda config set redpanda.empty_seed_starts_cluster false
rpk redpanda mode production

step='start Redpanda'
systemctl enable redpanda-tuner redpanda
systemctl start redpanda-tuner redpanda

step='wait for a healthy cluster'
timeout 900 rpk cluster health --watch --exit-when-healthy -X "admin.hosts=$self:9644"

step='make topics'
# Redpanda makes none by itself when a client asks for one, and copies what it makes to one node
# alone unless it is told.
replicas=1
if [[ $ADDRESSES == *,*,* ]]; then
  replicas=3
fi
for topic in $TOPICS; do
  name=${topic%:*}
  # Another node may have been faster.
  rpk topic create "$name" --partitions "${topic##*:}" --replicas "$replicas" \
    -X "brokers=$self:9092" || rpk topic describe "$name" -X "brokers=$self:9092"
done
step='ready'
