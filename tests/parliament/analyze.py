"""Reads a list of policies, and prints for each what parliament finds: [ISSUE, DETAIL]."""

import json
import sys

import parliament

policies = json.load(sys.stdin)
found = []
for policy in policies:
    analyzed = parliament.analyze_policy_string(json.dumps(policy))
    found.append([[finding.issue, str(finding.detail)] for finding in analyzed.findings])
json.dump(found, sys.stdout)
