"""Signs a request as botocore does, and prints the signature: what ours has to be."""

import json
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

asked = json.load(sys.stdin)
request = AWSRequest("POST", asked["url"], headers=asked["headers"], data=asked["body"])
request.context["timestamp"] = asked["time"]
auth = SigV4Auth(Credentials(asked["id"], asked["secret"]), asked["service"], "us-east-1")
canonical = auth.canonical_request(request)
print(auth.signature(auth.string_to_sign(request, canonical), request))
