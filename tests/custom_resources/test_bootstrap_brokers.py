"""Runs the code of the custom resource that looks up bootstrap brokers."""

import importlib.util
import json
import pathlib
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = ROOT / "ecomind-constructs/src/aws/msk/bootstrap_brokers.py"

spec = importlib.util.spec_from_file_location("bootstrap_brokers", CODE)
bootstrap = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bootstrap)

ARN = "arn:aws:kafka:us-east-1:111122223333:cluster/Events/11111111-2222-3333-4444-555555555555-1"
FOUND = {
    "BootstrapBrokerStringSaslIam": "b-3.events:9098,b-1.events:9098,b-2.events:9098",
    "BootstrapBrokerStringSaslScram": "b-2.events:9096,b-1.events:9096",
    "BootstrapBrokerStringTls": "b-1.events:9094",
}


class ClientError(Exception):
    """Like that of botocore."""

    def __init__(self, code):
        super().__init__(f"An error occurred ({code})")
        self.response = {"Error": {"Code": code}}


class Context:
    log_stream_name = "2026/11/23/[$LATEST]1"


def event(kind, ways=("Iam",), **more):
    return {
        "RequestType": kind,
        "ResponseURL": "https://answers.example/here?signature=1",
        "StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/Streaming/1",
        "RequestId": "request-1",
        "LogicalResourceId": "EventsBootstrapBrokers",
        "ResourceProperties": {"ClusterArn": ARN, "ClientAuthentication": list(ways)},
        **more,
    }


def kafka(*answers):
    """A client that gives these answers, one after the other."""
    client = mock.Mock()
    client.get_bootstrap_brokers.side_effect = answers
    return client


class BootstrapBrokersTest(unittest.TestCase):
    def run_handler(self, event, client):
        """The request that answers, and its body."""
        with (
            mock.patch.object(bootstrap, "kafka", return_value=client),
            mock.patch.object(bootstrap.urllib.request, "urlopen") as urlopen,
            mock.patch.object(bootstrap.time, "sleep") as self.sleep,
            mock.patch("builtins.print"),
        ):
            bootstrap.handler(event, Context())
        urlopen.assert_called_once()
        request = urlopen.call_args.args[0]
        return request, json.loads(request.data)

    def test_create_and_update_give_sorted_addresses(self):
        for kind in ("Create", "Update"):
            client = kafka(FOUND)
            _, body = self.run_handler(event(kind), client)
            client.get_bootstrap_brokers.assert_called_once_with(ClusterArn=ARN)
            self.assertEqual(body["Status"], "SUCCESS")
            self.assertEqual(sorted(body["Data"]), ["Groups", "Iam", "Name", "Topics"])
            self.assertEqual(
                body["Data"]["Iam"], "b-1.events:9098,b-2.events:9098,b-3.events:9098"
            )

    def test_arns_of_topics_and_groups_can_be_made(self):
        _, body = self.run_handler(event("Create"), kafka(FOUND))
        name = "Events/11111111-2222-3333-4444-555555555555-1"
        begin = "arn:aws:kafka:us-east-1:111122223333"
        self.assertEqual(body["Data"]["Name"], "Events")
        self.assertEqual(body["Data"]["Topics"], f"{begin}:topic/{name}")
        self.assertEqual(body["Data"]["Groups"], f"{begin}:group/{name}")

    def test_every_way_has_an_attribute(self):
        _, body = self.run_handler(event("Create", ("Iam", "Scram", "Tls")), kafka(FOUND))
        self.assertLessEqual({"Iam", "Scram", "Tls"}, set(body["Data"]))
        self.assertEqual(body["Data"]["Scram"], "b-1.events:9096,b-2.events:9096")

    def test_addresses_that_are_missing_are_a_failure_and_not_empty(self):
        _, body = self.run_handler(event("Create", ("Scram",)), kafka({}))
        self.assertEqual(body["Status"], "FAILED")
        self.assertIn("BootstrapBrokerStringSaslScram", body["Reason"])

    def test_a_permission_on_its_way_is_waited_for(self):
        denied = ClientError("AccessDeniedException")
        _, body = self.run_handler(event("Create"), kafka(denied, denied, FOUND))
        self.assertEqual(body["Status"], "SUCCESS")
        self.assertEqual(self.sleep.call_args_list, [mock.call(5), mock.call(10)])

    def test_a_permission_that_never_comes_is_a_failure(self):
        _, body = self.run_handler(event("Create"), kafka(*[ClientError("ForbiddenException")] * 4))
        self.assertEqual(body["Status"], "FAILED")
        self.assertIn("ForbiddenException", body["Reason"])
        self.assertIn(Context.log_stream_name, body["Reason"])

    def test_any_other_error_is_a_failure_at_once(self):
        client = kafka(ClientError("NotFoundException"))
        _, body = self.run_handler(event("Create"), client)
        self.assertEqual(body["Status"], "FAILED")
        client.get_bootstrap_brokers.assert_called_once()

    def test_delete_asks_nothing_and_answers(self):
        client = kafka()
        _, body = self.run_handler(event("Delete", PhysicalResourceId="events-1"), client)
        self.assertEqual(client.mock_calls, [])
        self.assertEqual(body["Status"], "SUCCESS")
        self.assertEqual(body["PhysicalResourceId"], "events-1")

    def test_a_request_without_properties_is_answered(self):
        _, body = self.run_handler(event("Create", ResourceProperties={}), kafka(FOUND))
        self.assertEqual(body["Status"], "FAILED")

    def test_a_long_failure_fits_the_answer(self):
        request, body = self.run_handler(event("Create"), kafka(ValueError("\N{SNOWMAN}" * 9000)))
        self.assertEqual(body["Status"], "FAILED")
        self.assertLessEqual(len(request.data), 4096)

    def test_the_longest_addresses_fit_the_answer(self):
        host = "b-{}-public.{}.c10.kafka.ap-southeast-1.amazonaws.com:9198"
        hosts = ",".join(host.format(number, "n" * 64) for number in (1, 2, 3))
        found = dict.fromkeys(FOUND, hosts)
        request, _ = self.run_handler(event("Create", ("Iam", "Scram", "Tls")), kafka(found))
        self.assertLessEqual(len(request.data), 4096)

    def test_the_physical_id_never_changes(self):
        _, created = self.run_handler(event("Create"), kafka(FOUND))
        physical_id = created["PhysicalResourceId"]
        self.assertTrue(physical_id)
        update = event("Update", ("Iam", "Tls"), PhysicalResourceId=physical_id)
        _, updated = self.run_handler(update, kafka(FOUND))
        self.assertEqual(updated["PhysicalResourceId"], physical_id)

    def test_the_answer_is_put_as_the_signed_url_wants(self):
        request, body = self.run_handler(event("Create"), kafka(FOUND))
        self.assertEqual(request.full_url, event("Create")["ResponseURL"])
        self.assertEqual(request.get_method(), "PUT")
        self.assertEqual(request.get_header("Content-type"), "")
        for name in ("StackId", "RequestId", "LogicalResourceId"):
            self.assertEqual(body[name], event("Create")[name])


if __name__ == "__main__":
    unittest.main()
