// The stacks of `ecomind-cli/examples/jobs`, resource by resource, for `benches/cdk/deploy.py`.
const { App, CfnOutput, Stack } = require("aws-cdk-lib");
const sns = require("aws-cdk-lib/aws-sns");
const sqs = require("aws-cdk-lib/aws-sqs");

const app = new App();
for (let number = 0; number < Number(process.env.STACKS || "1"); number++) {
  const stack = new Stack(app, `Jobs${number}`, { env: { account: "111122223333", region: "eu-west-1" } });
  const topic = new sns.CfnTopic(stack, "Topic");
  const queue = new sqs.CfnQueue(stack, "Queue", {
    visibilityTimeout: Number(process.env.VISIBILITY || "30"),
  });
  const statement = {
    Effect: "Allow",
    Action: "sqs:SendMessage",
    Principal: { Service: "sns.amazonaws.com" },
    Resource: "*",
  };
  new sqs.CfnQueuePolicy(stack, "Policy", {
    queues: [queue.ref],
    policyDocument: { Version: "2012-10-17", Statement: [statement] },
  });
  new sns.CfnSubscription(stack, "Subscription", {
    topicArn: topic.ref,
    protocol: "sqs",
    endpoint: queue.attrArn,
  });
  new CfnOutput(stack, "QueueUrl", { value: queue.ref });
}
