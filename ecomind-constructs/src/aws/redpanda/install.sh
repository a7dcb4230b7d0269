# What a node does on its first start; lines with its variables come before these.
#
# REDPANDA_VERSION, ADDRESSES (of all nodes, with commas), STACK, RESOURCE and REGION are set by the
# template. Everything here can run again: what is done is not done twice, and a volume that has a
# file system is never formatted.
set -euo pipefail
step=start

# Tells CloudFormation how it went, whatever happens. The resource that waits may not be there yet.
signal() {
  local code=$1 _
  for _ in $(seq 30); do
    if /opt/aws/bin/cfn-signal --exit-code "$code" --reason "$step" \
      --stack "$STACK" --resource "$RESOURCE" --region "$REGION"; then
      return
    fi
    sleep 10
  done
}
trap 'signal $?' EXIT

metadata() {
  local token
  token=$(curl -sfX PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' \
    http://169.254.169.254/latest/api/token)
  curl -sf -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

step='install cfn-signal'
[[ -x /opt/aws/bin/cfn-signal ]] || dnf install -y aws-cfn-bootstrap

step='install Redpanda'
if ! rpm -q "redpanda-$REDPANDA_VERSION" >/dev/null; then
  curl -1sSfL --retry 5 https://linux.pkg.redpanda.com/setup-redpanda.rpm.sh | bash
  dnf install -y "redpanda-$REDPANDA_VERSION" "redpanda-rpk-$REDPANDA_VERSION" \
    "redpanda-tuner-$REDPANDA_VERSION"
fi

# Attached when the instance runs: after this script has begun.
step='wait for the data volume'
disk=''
for _ in $(seq 60); do
  for device in /dev/sdf /dev/xvdf; do
    if [[ -b $device ]]; then disk=$(readlink -f "$device"); fi
  done
  [[ -z $disk ]] || break
  sleep 5
done
[[ -n $disk ]]

step='mount the data volume'
command -v mkfs.xfs >/dev/null || dnf install -y xfsprogs
[[ -n $(blkid -o value -s TYPE "$disk") ]] || mkfs.xfs "$disk"
data=/var/lib/redpanda/data
mkdir -p "$data"
uuid=$(blkid -o value -s UUID "$disk")
grep -q "$uuid" /etc/fstab || echo "UUID=$uuid $data xfs noatime,nofail 0 2" >>/etc/fstab
mountpoint -q "$data" || mount "$data"
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
step='ready'
