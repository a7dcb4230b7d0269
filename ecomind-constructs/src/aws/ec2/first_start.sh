# What instances with a volume of their own begin their first start with; what they are for follows.
#
# STACK, RESOURCE and REGION are set by the template in lines before these. Everything here can run
# again: what is done is not done twice, and a volume that has a file system is never formatted.
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

# Mounts the data volume where $1 says, now and with every later start.
mount_data() {
  local disk='' device uuid
  # Attached when the instance runs: after this script has begun.
  step='wait for the data volume'
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
  mkdir -p "$1"
  uuid=$(blkid -o value -s UUID "$disk")
  grep -q "$uuid" /etc/fstab || echo "UUID=$uuid $1 xfs noatime,nofail 0 2" >>/etc/fstab
  mountpoint -q "$1" || mount "$1"
}

step='install cfn-signal'
[[ -x /opt/aws/bin/cfn-signal ]] || dnf install -y aws-cfn-bootstrap

