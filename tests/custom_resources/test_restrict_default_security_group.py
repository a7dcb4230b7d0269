"""Runs the code of the default security group's custom resource."""

import importlib.util
import json
import pathlib
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = ROOT / "ecomind-constructs/src/aws/ec2/restrict_default_security_group.py"

spec = importlib.util.spec_from_file_location("restrict", CODE)
restrict = importlib.util.module_from_spec(spec)
spec.loader.exec_module(restrict)

GROUP = "sg-0123456789abcdef0"
INGRESS = [
    {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": GROUP, "UserId": "111122223333"}]}
]
EGRESS = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


class ClientError(Exception):
    """Like that of botocore."""

    def __init__(self, code):
        super().__init__(f"An error occurred ({code})")
        self.response = {"Error": {"Code": code}}


class Context:
    log_stream_name = "2026/11/23/[$LATEST]1"


def event(kind, **more):
    return {
        "RequestType": kind,
        "ResponseURL": "https://answers.example/here?signature=1",
        "StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/Network/1",
        "RequestId": "request-1",
        "LogicalResourceId": "VpcRestrictDefaultSecurityGroupCustomResource",
        "ResourceProperties": {"DefaultSecurityGroupId": GROUP, "Account": "111122223333"},
        **more,
    }


class RestrictTest(unittest.TestCase):
    def run_handler(self, event, client):
        """The request that answers, and its body."""
        with (
            mock.patch.object(restrict, "ec2", return_value=client),
            mock.patch.object(restrict.urllib.request, "urlopen") as urlopen,
            mock.patch("builtins.print"),
        ):
            restrict.handler(event, Context())
        urlopen.assert_called_once()
        request = urlopen.call_args.args[0]
        return request, json.loads(request.data)

    def test_create_and_update_revoke_the_two_default_rules(self):
        for kind in ("Create", "Update"):
            client = mock.Mock()
            _, body = self.run_handler(event(kind), client)
            client.revoke_security_group_ingress.assert_called_once_with(
                GroupId=GROUP, IpPermissions=INGRESS
            )
            client.revoke_security_group_egress.assert_called_once_with(
                GroupId=GROUP, IpPermissions=EGRESS
            )
            self.assertEqual(body["Status"], "SUCCESS")

    def test_rules_that_are_gone_are_fine(self):
        client = mock.Mock()
        gone = ClientError("InvalidPermission.NotFound")
        client.revoke_security_group_ingress.side_effect = gone
        client.revoke_security_group_egress.side_effect = gone
        _, body = self.run_handler(event("Create"), client)
        client.revoke_security_group_egress.assert_called_once()
        self.assertEqual(body["Status"], "SUCCESS")

    def test_delete_does_nothing_and_answers(self):
        client = mock.Mock()
        _, body = self.run_handler(event("Delete", PhysicalResourceId="restrict-1"), client)
        self.assertEqual(client.mock_calls, [])
        self.assertEqual(body["Status"], "SUCCESS")
        self.assertEqual(body["PhysicalResourceId"], "restrict-1")

    def test_a_failure_is_answered_with_its_reason(self):
        client = mock.Mock()
        client.revoke_security_group_ingress.side_effect = ClientError("UnauthorizedOperation")
        _, body = self.run_handler(event("Create"), client)
        self.assertEqual(body["Status"], "FAILED")
        self.assertIn("UnauthorizedOperation", body["Reason"])
        self.assertIn(Context.log_stream_name, body["Reason"])

    def test_a_long_failure_fits_the_answer(self):
        client = mock.Mock()
        client.revoke_security_group_ingress.side_effect = ValueError("\N{SNOWMAN}" * 9000)
        request, body = self.run_handler(event("Create"), client)
        self.assertEqual(body["Status"], "FAILED")
        self.assertLessEqual(len(request.data), 4096)

    def test_a_request_without_properties_is_answered(self):
        _, body = self.run_handler(event("Create", ResourceProperties={}), mock.Mock())
        self.assertEqual(body["Status"], "FAILED")

    def test_the_physical_id_never_changes(self):
        _, created = self.run_handler(event("Create"), mock.Mock())
        physical_id = created["PhysicalResourceId"]
        self.assertTrue(physical_id)
        moved = {"DefaultSecurityGroupId": "sg-0fedcba9876543210", "Account": "111122223333"}
        update = event("Update", PhysicalResourceId=physical_id, ResourceProperties=moved)
        _, updated = self.run_handler(update, mock.Mock())
        self.assertEqual(updated["PhysicalResourceId"], physical_id)

    def test_the_answer_is_put_as_the_signed_url_wants(self):
        request, body = self.run_handler(event("Create"), mock.Mock())
        self.assertEqual(request.full_url, event("Create")["ResponseURL"])
        self.assertEqual(request.get_method(), "PUT")
        self.assertEqual(request.get_header("Content-type"), "")
        for name in ("StackId", "RequestId", "LogicalResourceId"):
            self.assertEqual(body[name], event("Create")[name])

    def test_an_answer_that_fails_is_an_error_so_that_lambda_tries_again(self):
        with (
            mock.patch.object(restrict, "ec2", return_value=mock.Mock()),
            mock.patch.object(restrict.urllib.request, "urlopen", side_effect=OSError("down")),
            mock.patch("builtins.print"),
            self.assertRaises(OSError),
        ):
            restrict.handler(event("Create"), Context())


if __name__ == "__main__":
    unittest.main()
