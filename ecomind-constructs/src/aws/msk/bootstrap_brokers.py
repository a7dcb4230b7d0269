"""Gives the addresses that clients of a Kafka cluster begin with.

CloudFormation's own type for clusters doesn't have them. CloudFormation runs this when the custom
resource is created, updated or deleted, and waits until the answer is put at the given URL.
"""

import json
import time
import urllib.request

KEYS = {
    "Iam": "BootstrapBrokerStringSaslIam",
    "Scram": "BootstrapBrokerStringSaslScram",
    "Tls": "BootstrapBrokerStringTls",
}
# A role that was just made may not have its permissions everywhere yet.
DELAYS = (5, 10, 20)


def kafka():
    """The client, made here so that tests can give another."""
    import boto3

    return boto3.client("kafka")


def handler(event, context):
    """Looks the addresses up, and answers in any case."""
    status, reason, data = "SUCCESS", "done", {}
    try:
        if event["RequestType"] != "Delete":
            data = brokers(kafka(), event["ResourceProperties"])
    except Exception as error:
        print(f"failed: {error!r}")
        status, reason = "FAILED", f"{error} (log stream {context.log_stream_name})"
    answer(event, status, reason, data)


def brokers(client, properties):
    """The addresses by each way that the template asks for; all of them must be there."""
    arn = properties["ClusterArn"]
    found = call(client, arn)
    # What metrics call it, and the ARNs of its topics and groups begin with, for other stacks.
    data = {
        "Name": arn.split("/")[1],
        "Topics": arn.replace(":cluster/", ":topic/"),
        "Groups": arn.replace(":cluster/", ":group/"),
    }
    for way in properties["ClientAuthentication"]:
        if not found.get(KEYS[way]):
            raise LookupError(f"the cluster has no {KEYS[way]}")
        # MSK gives them in another order every time, which would be a change every time.
        data[way] = ",".join(sorted(found[KEYS[way]].split(",")))
    return data


def call(client, arn):
    """Asks, and asks again while the permission to ask is on its way."""
    for delay in DELAYS:
        try:
            return client.get_bootstrap_brokers(ClusterArn=arn)
        except Exception as error:
            code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
            if code not in ("AccessDeniedException", "ForbiddenException"):
                raise
        time.sleep(delay)
    return client.get_bootstrap_brokers(ClusterArn=arn)


def answer(event, status, reason, data):
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
        "Data": data,
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
