"""Runs commands of the `aws` command line in one process, which starts once instead of each time.

Reads a list of lists of arguments from the standard input, as JSON; prints a list of what became of
each: whether it called the endpoint, and what it said.
"""

import contextlib
import io
import json
import os
import sys
import urllib.request

from awscli.clidriver import create_clidriver

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]


def calls():
    with urllib.request.urlopen(ENDPOINT + "/_simulator/calls") as answer:
        return len(json.load(answer))


def run(arguments):
    said, before = io.StringIO(), calls()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            # Some commands make a client of their own, which reads no variable.
            create_clidriver().main([*arguments, "--endpoint-url", ENDPOINT])
        except SystemExit:
            pass
    return {"called": before < calls(), "said": said.getvalue()}


print(json.dumps([run(arguments) for arguments in json.load(sys.stdin)]))
