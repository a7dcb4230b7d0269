// References between stacks whose rendering is recorded.

export default ({ cdk, require, synthesize, errorClass }) => {
  const ec2 = require('aws-cdk-lib/aws-ec2');
  const rds = require('aws-cdk-lib/aws-rds');
  const route53 = require('aws-cdk-lib/aws-route53');
  const s3 = require('aws-cdk-lib/aws-s3');
  const { Construct } = require('constructs');
  const { CfnOutput, CfnResource, CrossStackReferences, Fn, ReferenceStrength, Stack, Stage, Token } = cdk;

  const frankfurt = { account: '111111111111', region: 'eu-central-1' };
  const virginia = { account: '111111111111', region: 'us-east-1' };
  const otherAccount = { account: '222222222222', region: 'eu-central-1' };
  const otherBoth = { account: '222222222222', region: 'us-east-1' };

  /** A resource whose one property holds what is asked for. */
  const use = (stack, id, properties) => new CfnResource(stack, id, { type: 'Test::Parity::Consumer', properties });
  const two = (app, producerEnv = frankfurt, consumerEnv = producerEnv) => [
    new Stack(app, 'Producer', { env: producerEnv }),
    new Stack(app, 'Consumer', { env: consumerEnv }),
  ];
  const unknown = {};

  /** A bucket with the ids of `s3.Bucket`, and plain attributes: those of `s3.Bucket` depend on who asks. */
  const bucketIn = (scope, id = 'Bucket') => {
    const bucket = new s3.CfnBucket(new Construct(scope, id), 'Resource');
    return { bucketName: bucket.ref, bucketArn: bucket.attrArn, bucketRegionalDomainName: bucket.attrRegionalDomainName, bucket };
  };

  /** What is referenced: each takes the producer, and hands back the value. */
  const values = {
    ref: (stack) => bucketIn(stack).bucketName,
    attribute: (stack) => bucketIn(stack).bucketArn,
    'dotted attribute': (stack) => {
      const db = new CfnResource(stack, 'Db', { type: 'AWS::RDS::DBInstance' });
      return db.getAtt('Endpoint.Address').toString();
    },
    'number attribute': (stack) => {
      const db = new CfnResource(stack, 'Db', { type: 'AWS::RDS::DBInstance' });
      return Token.asNumber(db.getAtt('Endpoint.Port'));
    },
    'list attribute (NameServers)': (stack) => new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' })
      .hostedZoneNameServers,
    'list attribute (DnsEntries)': (stack) => new ec2.CfnVPCEndpoint(stack, 'Endpoint', {
      vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-central-1.ecr.api', vpcEndpointType: 'Interface',
    }).attrDnsEntries,
    'first of a list attribute': (stack) => Fn.select(0, new route53.PublicHostedZone(stack, 'Zone', {
      zoneName: 'example.com',
    }).hostedZoneNameServers),
    'inside a string': (stack) => `${bucketIn(stack).bucketArn}/reports/*`,
    'two inside a string': (stack) => {
      const bucket = bucketIn(stack);
      return `${bucket.bucketName}.${bucket.bucketRegionalDomainName}`;
    },
    'list of references': (stack) => ['A', 'B'].map((id) => new CfnResource(stack, `Subnet${id}`, { type: 'AWS::EC2::Subnet' }).ref),
    'nested target': (stack) => bucketIn(new Construct(new Construct(stack, 'Storage'), 'Reports')).bucketArn,
    'long target': (stack) => bucketIn(new Construct(stack, 'S'.repeat(230))).bucketArn,
  };
  const environments = {
    'same environment': [frankfurt, frankfurt],
    'no environment': [unknown, unknown],
    'other region': [frankfurt, virginia],
    'other account': [frankfurt, otherAccount],
    'other account and region': [frankfurt, otherBoth],
  };

  const cases = [];
  const add = (name, strength, build, options = {}) => cases.push({ name, strength, build, ...options });

  for (const strength of ['strong', 'weak', 'both']) {
    for (const [name, make] of Object.entries(values)) {
      add(`${name}, same environment`, strength, (app) => {
        const [producer, consumer] = two(app);
        use(consumer, 'Use', { Value: make(producer) });
      });
    }
    for (const [name, [from, to]] of Object.entries(environments)) {
      if (name === 'same environment') continue;
      for (const kind of ['ref', 'attribute', 'list attribute (NameServers)']) {
        // Across accounts every strength but strong is refused or rendered alike: all are recorded for one kind.
        add(`${kind}, ${name}`, strength, (app) => {
          const [producer, consumer] = two(app, from, to);
          use(consumer, 'Use', { Value: values[kind](producer) });
        });
      }
    }
    add('the same value twice, and by two consumers', strength, (app) => {
      const [producer, consumer] = two(app);
      const third = new Stack(app, 'Third', { env: frankfurt });
      const bucket = bucketIn(producer);
      use(consumer, 'First', { Value: bucket.bucketArn });
      use(consumer, 'Second', { Value: bucket.bucketArn, Name: bucket.bucketName });
      use(third, 'Use', { Value: bucket.bucketArn });
    });
    add('stack names of their own', strength, (app) => {
      const producer = new Stack(app, 'Producer', { env: frankfurt, stackName: 'ecomind-prod-storage' });
      const consumer = new Stack(app, 'Consumer', { env: frankfurt, stackName: 'ecomind-prod-services' });
      use(consumer, 'Use', { Value: bucketIn(producer).bucketArn });
    });
    add('stacks in a stage', strength, (app) => {
      const stage = new Stage(app, 'Prod', { env: frankfurt });
      use(new Stack(stage, 'Consumer'), 'Use', { Value: bucketIn(new Stack(stage, 'Producer')).bucketArn });
    });
    add('in an output', strength, (app) => {
      const [producer, consumer] = two(app);
      new CfnOutput(consumer, 'BucketArn', { value: bucketIn(producer).bucketArn });
    });
    add('consumed before the producer has other resources', strength, (app) => {
      const [producer, consumer] = two(app);
      const bucket = bucketIn(producer);
      use(consumer, 'Use', { Value: bucket.bucketArn });
      new CfnOutput(producer, 'Own', { value: bucket.bucketName, exportName: 'own-export' });
      bucketIn(producer, 'Later');
    });
    add('two stacks that need each other', strength, (app) => {
      const [producer, consumer] = two(app);
      const there = bucketIn(producer, 'There');
      const here = bucketIn(consumer, 'Here');
      use(producer, 'UseHere', { Value: here.bucketArn });
      use(consumer, 'UseThere', { Value: there.bucketArn });
    });
    add('a security group rule between stacks', strength, (app) => {
      const [producer, consumer] = two(app);
      const vpc = ec2.Vpc.fromVpcAttributes(producer, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-central-1a'] });
      const data = new ec2.SecurityGroup(producer, 'Data', { vpc });
      const web = new ec2.SecurityGroup(consumer, 'Web', { vpc });
      web.connections.allowTo(data, ec2.Port.tcp(5432), 'web reads data');
    });
  }

  add('no strength set', null, (app) => {
    const [producer, consumer] = two(app);
    use(consumer, 'Use', { Value: bucketIn(producer).bucketArn });
  });
  add('one resource produces weak', 'strong', (app) => {
    const [producer, consumer] = two(app);
    const bucket = bucketIn(producer);
    CrossStackReferences.of(bucket.bucket).produce(ReferenceStrength.WEAK);
    use(consumer, 'Use', { Weak: bucket.bucketArn, Strong: bucketIn(producer, 'Other').bucketArn });
  });
  add('one consumer is strong', 'weak', (app) => {
    const [producer, consumer] = two(app);
    const third = new Stack(app, 'Third', { env: frankfurt });
    CrossStackReferences.of(third).consume(ReferenceStrength.STRONG);
    const bucket = bucketIn(producer);
    use(consumer, 'Use', { Value: bucket.bucketArn });
    use(third, 'Use', { Value: bucket.bucketArn });
  });
  add('one use is weak', 'strong', (app) => {
    const [producer, consumer] = two(app);
    const bucket = bucketIn(producer);
    use(consumer, 'Use', { Weak: Stack.consumeReference(bucket.bucketArn, ReferenceStrength.WEAK), Strong: bucket.bucketArn });
  });
  add('one list is weak', 'strong', (app) => {
    const [producer, consumer] = two(app);
    const zone = new route53.PublicHostedZone(producer, 'Zone', { zoneName: 'example.com' });
    use(consumer, 'Use', {
      Weak: Stack.consumeListReference(zone.hostedZoneNameServers, ReferenceStrength.WEAK), Strong: zone.hostedZoneNameServers,
    });
  });
  add('two consumers in other accounts', 'weak', (app) => {
    const [producer, consumer] = two(app, frankfurt, otherAccount);
    const third = new Stack(app, 'Third', { env: { account: '333333333333', region: 'us-east-1' } });
    const bucket = bucketIn(producer);
    use(consumer, 'Use', { Value: bucket.bucketArn });
    use(third, 'Use', { Value: bucket.bucketArn, Name: bucket.bucketName });
  });
  add('one environment is known, the other is not', 'weak', (app) => {
    const [producer, consumer] = two(app, unknown, frankfurt);
    use(consumer, 'Use', { Value: bucketIn(producer).bucketArn });
  });
  add('one region is known, the other is not', 'weak', (app) => {
    const [producer, consumer] = two(app, { account: '111111111111' }, frankfurt);
    use(consumer, 'Use', { Value: bucketIn(producer).bucketArn });
  });
  add('other account, without an execution role', 'weak', (app) => {
    const producer = new Stack(app, 'Producer', { env: frankfurt });
    const consumer = new Stack(app, 'Consumer', { env: otherAccount, synthesizer: new cdk.LegacyStackSynthesizer() });
    use(consumer, 'Use', { Value: bucketIn(producer).bucketArn });
  });
  add('export by name', 'strong', (app) => {
    const [producer, consumer] = two(app);
    const zone = new route53.PublicHostedZone(producer, 'Zone', { zoneName: 'example.com' });
    const bucket = bucketIn(producer);
    use(consumer, 'Use', {
      Value: producer.exportValue(bucket.bucketArn, { name: 'reports-arn' }),
      List: producer.exportStringListValue(zone.hostedZoneNameServers, { name: 'zone-servers' }),
    });
    producer.exportValue(bucket.bucketName);
  });
  add('a bucket of the library, the same environment', 'weak', (app) => {
    const [producer, consumer] = two(app);
    const bucket = new s3.Bucket(producer, 'Bucket');
    use(consumer, 'Use', { Value: bucket.bucketArn, Name: bucket.bucketName });
  });
  add('a bucket of the library, one use is weak', 'strong', (app) => {
    const [producer, consumer] = two(app);
    use(consumer, 'Use', { Value: Stack.consumeReference(new s3.Bucket(producer, 'Bucket').bucketArn, ReferenceStrength.WEAK) });
  });
  add('a bucket of the library, other region', 'weak', (app) => {
    const [producer, consumer] = two(app, frankfurt, virginia);
    use(consumer, 'Use', { Value: new s3.Bucket(producer, 'Bucket').bucketArn });
  });
  add('a bucket of the library with a name, other account', 'weak', (app) => {
    const [producer, consumer] = two(app, frankfurt, otherAccount);
    const bucket = new s3.Bucket(producer, 'Bucket', { bucketName: 'ecomind-reports' });
    use(consumer, 'Use', { Value: bucket.bucketArn, Name: bucket.bucketName });
  });
  add('a bucket of the library with a name if needed, other account', 'weak', (app) => {
    const [producer, consumer] = two(app, frankfurt, otherAccount);
    const bucket = new s3.Bucket(producer, 'Bucket', { bucketName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    use(consumer, 'Use', { Value: bucket.bucketArn, Name: bucket.bucketName });
  });
  add('unknown strength', 'firm', (app) => {
    const [producer, consumer] = two(app);
    use(consumer, 'Use', { Value: bucketIn(producer).bucketArn });
  });
  add('a database and a VPC', 'weak', (app) => {
    const network = new Stack(app, 'Network', { env: frankfurt });
    const database = new Stack(app, 'Database', { env: frankfurt });
    const vpc = new ec2.Vpc(network, 'Vpc', { restrictDefaultSecurityGroup: false, natGateways: 1 });
    new rds.SubnetGroup(database, 'Subnets', { vpc, description: 'database' });
  }, { context: { 'availability-zones:account=111111111111:region=eu-central-1': ['eu-central-1a', 'eu-central-1b'] } });

  return cases.map(({ name, strength, build, context }) => {
    try {
      const stacks = synthesize(build, { strength, context });
      return { name, strength, stacks: stacks.map(({ resources, ...stack }) => stack) };
    } catch (error) {
      return { name, strength, error: errorClass(error) };
    }
  });
};
