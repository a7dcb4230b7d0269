// The stacks of `benches/support/many_stacks.rs`, in the AWS CDK.
//
// In a copy of this folder outside of the repository:
//   npm install --no-package-lock && node many_stacks.mjs FOLDER [STACKS]
// With CDK_VALIDATION=false it synthesizes alone; otherwise the CDK validates the templates, too.
import { App, Stack, Tags } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

const [outdir, count = "100"] = process.argv.slice(2);
const started = performance.now();
const app = new App({ outdir });
Tags.of(app).add("Team", "bench");
for (let number = 0; number < Number(count); number++) {
  const stack = new Stack(app, `Stack${number}`, { env: { region: "us-east-1" } });
  for (let group = 0; group < 100; group++) {
    const scope = new Construct(stack, `Group${group}`);
    const key = new kms.CfnKey(scope, "Key", { description: `key ${group}`, enableKeyRotation: true });
    const log = new logs.CfnLogGroup(scope, "Log", { kmsKeyId: key.attrArn, retentionInDays: 90 });
    new iam.CfnRole(scope, "Role", {
      assumeRolePolicyDocument: policy({ Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }),
      policies: [
        {
          policyName: "Write",
          policyDocument: policy({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: log.attrArn }),
        },
      ],
    });
    new ec2.CfnSecurityGroup(scope, "Group", {
      groupDescription: "what may reach the service",
      securityGroupIngress: [
        { ipProtocol: "tcp", cidrIp: "10.0.0.0/8", description: "from inside", fromPort: 443, toPort: 443 },
      ],
    });
  }
}
app.synth();
console.log(`${count} stacks: ${Math.round(performance.now() - started)} ms after loading`);

function policy(statement) {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}
