"""Takes the rules out of the default security group of a VPC.

CloudFormation runs this when the group's custom resource is created, updated
or deleted, and waits until the answer is put at the given URL.
"""

import json
import urllib.request


def ec2():
    """The client, made here so that tests can give another."""
    import boto3

    return boto3.client("ec2")


def handler(event, context):
    """Locks the group, and answers in any case."""
    status, reason = "SUCCESS", "done"
    try:
        # A group that goes, goes with its VPC: there is nothing to restore.
        if event["RequestType"] != "Delete":
            properties = event["ResourceProperties"]
            lock(ec2(), properties["DefaultSecurityGroupId"], properties["Account"])
    except Exception as error:
        print(f"failed: {error!r}")
        status, reason = "FAILED", f"{error} (log stream {context.log_stream_name})"
    answer(event, status, reason)


def lock(client, group, account):
    """Revokes the two rules that EC2 gives the group of a new VPC."""
    own = [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group, "UserId": account}]}]
    everywhere = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    revoke(client.revoke_security_group_ingress, group, own)
    revoke(client.revoke_security_group_egress, group, everywhere)


def revoke(call, group, rules):
    """Revokes rules; those that are gone already are fine."""
    try:
        call(GroupId=group, IpPermissions=rules)
    except Exception as error:
        response = getattr(error, "response", {})
        if response.get("Error", {}).get("Code") != "InvalidPermission.NotFound":
            raise


def answer(event, status, reason):
    """Tells CloudFormation how it went. If that fails, Lambda runs it all again."""
    body = {
        "Status": status,
        # The whole answer may have 4,096 bytes, and JSON escapes what is not ASCII.
        "Reason": reason.encode("ascii", "replace").decode()[:1000],
        # Always the same: a new one would have CloudFormation delete the old.
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    request = urllib.request.Request(
        event["ResponseURL"],
        data=json.dumps(body).encode(),
        # The URL is signed for an empty content type.
        headers={"Content-Type": ""},
        method="PUT",
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        print(f"{status}: answered, {response.status}")
