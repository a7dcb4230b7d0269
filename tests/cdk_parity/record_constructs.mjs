// The constructs that are recorded: one entry per file, one function per record.

export default ({ cdk, require, Construct }) => {
  const lib = (name) => require(`aws-cdk-lib/aws-${name}`);
  const [acm, appscaling, backup, budgets, cloudfront, origins, cloudwatch, cwActions, ec2, ecr, ecs, elasticache, elbv2, iam,
    kms, lambda, logs, rds, route53, targets, s3, scheduler, secrets, sns, subscriptions, sqs, wafv2, msk, discovery] = [
    'certificatemanager', 'applicationautoscaling', 'backup', 'budgets', 'cloudfront', 'cloudfront-origins', 'cloudwatch',
    'cloudwatch-actions', 'ec2', 'ecr', 'ecs', 'elasticache', 'elasticloadbalancingv2', 'iam', 'kms', 'lambda', 'logs', 'rds',
    'route53', 'route53-targets', 's3', 'scheduler', 'secretsmanager', 'sns', 'sns-subscriptions', 'sqs', 'wafv2', 'msk',
    'servicediscovery',
  ].map(lib);
  const { Duration, RemovalPolicy, Stack } = cdk;

  const frankfurt = { account: '111111111111', region: 'eu-central-1' };
  const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
  /** A record of one stack. */
  const inStack = (id, build, env) => (app) => build(new Stack(app, id, { env }));
  /** A VPC that exists already: adds no resource. */
  const vpcIn = (scope) => ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: zones,
    publicSubnetIds: ['subnet-public-a', 'subnet-public-b', 'subnet-public-c'],
    privateSubnetIds: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'],
    isolatedSubnetIds: ['subnet-isolated-a', 'subnet-isolated-b', 'subnet-isolated-c'],
  });
  const isolated = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

  const subnets = (a, b, c) => [
    { name: a, subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
    { name: b, subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
    { name: c, subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
  ];
  const network = (names, props, more = () => {}) => inStack('Network', (stack) => more(new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
    availabilityZones: zones,
    subnetConfiguration: subnets(...names),
    restrictDefaultSecurityGroup: false,
    gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    flowLogs: { FlowLog: { destination: ec2.FlowLogDestination.toCloudWatchLogs() } },
    ...props,
  }), stack));
  const upper = ['Public', 'Private', 'Isolated'];

  const vpc = {
    'three NAT gateways': network(upper, { natGateways: 3 }),
    'one NAT gateway': network(upper, { natGateways: 1 }),
    'no NAT gateway': network(['Public', 'Private', 'Isolated'], {
      natGateways: 0, subnetConfiguration: subnets(...upper).filter(({ name }) => name !== 'Private'),
    }),
    'names public, private, data, three NAT gateways': network(['public', 'private', 'data'], { natGateways: 3 }),
    'names public, private, data, one NAT gateway': network(['public', 'private', 'data'], { natGateways: 1 }),
    'locked default security group': network(upper, { natGateways: 1, restrictDefaultSecurityGroup: true }),
    'endpoints and flow log added later': network(upper, { natGateways: 1, gatewayEndpoints: undefined, flowLogs: undefined }, (created, stack) => {
      created.addGatewayEndpoint('S3Endpoint', { service: ec2.GatewayVpcEndpointAwsService.S3 });
      created.addGatewayEndpoint('DynamoDbEndpoint', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
      created.addInterfaceEndpoint('EcrApi', { service: ec2.InterfaceVpcEndpointAwsService.ECR });
      created.addInterfaceEndpoint('Logs', {
        service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
        securityGroups: [new ec2.SecurityGroup(stack, 'EndpointSecurityGroup', { vpc: created, allowAllOutbound: false })],
        open: false,
      });
      const role = new iam.Role(stack, 'FlowLogRole', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') });
      created.addFlowLog('FlowLog', {
        destination: ec2.FlowLogDestination.toCloudWatchLogs(new logs.LogGroup(stack, 'FlowLogGroup', {
          retention: logs.RetentionDays.THREE_MONTHS,
        }), role),
        trafficType: ec2.FlowLogTrafficType.REJECT,
        maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
      });
    }),
    'default configuration': inStack('Network', (stack) => new ec2.Vpc(stack, 'Vpc')),
    'two isolated groups and a reserved one, four zones': inStack('Network', (stack) => new ec2.Vpc(stack, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr('10.20.0.0/16'),
      availabilityZones: [...zones, 'eu-central-1d'],
      natGateways: 2,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        ...subnets('Public', 'Private', 'Data'),
        { name: 'Cache', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
        { name: 'Spare', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26, reserved: true },
      ],
    })),
  };

  const s3_bucket = {
    default: inStack('Storage', (stack) => new s3.Bucket(stack, 'Reports')),
    'own key, TLS only, versions, logs, lifecycle': inStack('Storage', (stack) => {
      const accessLogs = new s3.Bucket(stack, 'AccessLogs', {
        encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      });
      new s3.Bucket(stack, 'Reports', {
        encryption: s3.BucketEncryption.KMS,
        bucketKeyEnabled: true,
        enforceSSL: true,
        minimumTLSVersion: 1.2,
        versioned: true,
        blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
        serverAccessLogsBucket: accessLogs,
        serverAccessLogsPrefix: 'reports/',
        lifecycleRules: [
          {
            id: 'Archive',
            transitions: [
              { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) },
              { storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) },
            ],
            expiration: Duration.days(365),
            noncurrentVersionExpiration: Duration.days(30),
          },
          { abortIncompleteMultipartUploadAfter: Duration.days(7), prefix: 'uploads/' },
        ],
        cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['https://example.com'], maxAge: 300 }],
      });
    }),
    'a key given, may be destroyed': inStack('Storage', (stack) => new s3.Bucket(stack, 'Exports', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
      removalPolicy: RemovalPolicy.DESTROY,
      bucketName: 'ecomind-exports',
      objectLockEnabled: true,
      intelligentTieringConfigurations: [{ name: 'all', archiveAccessTierTime: Duration.days(90) }],
      metrics: [{ id: 'all' }],
    })),
  };

  const kms_key = {
    default: inStack('Keys', (stack) => new kms.Key(stack, 'Key')),
    'alias, rotation, grants': inStack('Keys', (stack) => {
      const key = new kms.Key(stack, 'Key', {
        alias: 'ecomind/data', enableKeyRotation: true, rotationPeriod: Duration.days(180), description: 'Data at rest',
        pendingWindow: Duration.days(30), removalPolicy: RemovalPolicy.RETAIN,
      });
      key.addAlias('ecomind/second');
      key.grantEncryptDecrypt(new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
      new kms.Alias(stack, 'Third', { aliasName: 'alias/ecomind/third', targetKey: key });
    }),
  };

  const logs_group = {
    default: inStack('Logs', (stack) => new logs.LogGroup(stack, 'Group')),
    'name, retention, filter, key': inStack('Logs', (stack) => {
      const group = new logs.LogGroup(stack, 'Group', {
        logGroupName: '/ecomind/api', retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY,
        encryptionKey: new kms.Key(stack, 'Key'),
      });
      group.addMetricFilter('Errors', {
        filterPattern: logs.FilterPattern.literal('ERROR'), metricNamespace: 'EcoMind', metricName: 'Errors',
      });
      group.grantWrite(new iam.Role(stack, 'Writer', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
      group.addStream('Stream');
    }),
  };

  const iam_role = {
    'a grant of a bucket': inStack('Access', (stack) => {
      const role = new iam.Role(stack, 'TaskRole', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      new s3.Bucket(stack, 'Reports').grantRead(role);
    }),
    'grants of a bucket with a key, a secret, a queue': inStack('Access', (stack) => {
      const role = new iam.Role(stack, 'TaskRole', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      new s3.Bucket(stack, 'Reports', { encryption: s3.BucketEncryption.KMS }).grantReadWrite(role, 'reports/*');
      new secrets.Secret(stack, 'Secret').grantRead(role);
      const queue = new sqs.Queue(stack, 'Queue');
      queue.grantSendMessages(role);
      queue.grantConsumeMessages(role);
    }),
    'inline and managed policies, conditions, instance profile': inStack('Access', (stack) => {
      const role = new iam.Role(stack, 'NodeRole', {
        assumedBy: new iam.CompositePrincipal(
          new iam.ServicePrincipal('ec2.amazonaws.com'),
          new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'sts:ExternalId': 'ecomind' } }),
        ),
        description: 'Nodes',
        maxSessionDuration: Duration.hours(2),
        managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
        inlinePolicies: {
          describe: new iam.PolicyDocument({
            statements: [new iam.PolicyStatement({ actions: ['ec2:DescribeVolumes'], resources: ['*'] })],
          }),
        },
      });
      role.addToPolicy(new iam.PolicyStatement({ sid: 'Attach', actions: ['ec2:AttachVolume'], resources: ['arn:aws:ec2:*:*:volume/*'] }));
      new iam.InstanceProfile(stack, 'Profile', { role });
      const policy = new iam.ManagedPolicy(stack, 'Shared', {
        statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
      });
      role.addManagedPolicy(policy);
      new iam.Policy(stack, 'Own', {
        roles: [role],
        statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:DeleteBucket'], resources: ['*'] })],
      });
    }),
    'a grant between stacks': (app) => {
      const storage = new Stack(app, 'Storage', { env: frankfurt });
      const services = new Stack(app, 'Services', { env: frankfurt });
      const bucket = new s3.Bucket(storage, 'Reports', { encryption: s3.BucketEncryption.KMS });
      bucket.grantRead(new iam.Role(services, 'TaskRole', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
    },
  };

  const ec2_security_group = {
    'rules between two groups': inStack('Services', (stack) => {
      const given = vpcIn(stack);
      const web = new ec2.SecurityGroup(stack, 'Web', { vpc: given, description: 'web tier' });
      const data = new ec2.SecurityGroup(stack, 'Data', { vpc: given, description: 'data tier', allowAllOutbound: false });
      data.connections.allowFrom(web, ec2.Port.tcp(5432), 'web reads data');
      data.connections.allowFrom(web, ec2.Port.tcpRange(6379, 6380), 'web reads cache');
      web.connections.allowFromAnyIpv4(ec2.Port.tcp(443), 'the internet');
      web.connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(8080), 'inside');
      data.connections.allowInternally(ec2.Port.allTcp(), 'replication');
      data.connections.allowTo(web, ec2.Port.udp(53), 'names');
    }),
    'both sides without outbound': inStack('Services', (stack) => {
      const given = vpcIn(stack);
      const web = new ec2.SecurityGroup(stack, 'Web', { vpc: given, allowAllOutbound: false });
      const data = new ec2.SecurityGroup(stack, 'Data', { vpc: given, allowAllOutbound: false });
      data.connections.allowFrom(web, ec2.Port.tcp(5432), 'web reads data');
      data.connections.allowFrom(web, ec2.Port.allTraffic());
      data.connections.allowFrom(web, ec2.Port.allIcmp(), 'ping');
    }),
    'rules across stacks, in the consumer': (app) => {
      const data = new Stack(app, 'Data', { env: frankfurt });
      const services = new Stack(app, 'Services', { env: frankfurt });
      const database = new ec2.SecurityGroup(data, 'Database', { vpc: vpcIn(data), allowAllOutbound: false });
      const api = new ec2.SecurityGroup(services, 'Api', { vpc: vpcIn(services), allowAllOutbound: false });
      api.connections.allowTo(database, ec2.Port.tcp(5432), 'api reads the database');
    },
  };

  const sqs_queue = {
    default: inStack('Queues', (stack) => new sqs.Queue(stack, 'Jobs')),
    'dead letters, TLS only, key': inStack('Queues', (stack) => {
      new sqs.Queue(stack, 'Jobs', {
        visibilityTimeout: Duration.minutes(5),
        enforceSSL: true,
        encryption: sqs.QueueEncryption.KMS,
        deadLetterQueue: {
          maxReceiveCount: 3,
          queue: new sqs.Queue(stack, 'DeadLetters', { retentionPeriod: Duration.days(14), enforceSSL: true }),
        },
      });
    }),
    fifo: inStack('Queues', (stack) => new sqs.Queue(stack, 'Orders', { fifo: true, contentBasedDeduplication: true })),
  };

  const sns_topic = {
    default: inStack('Alerts', (stack) => new sns.Topic(stack, 'Alerts')),
    'TLS only, subscriptions': inStack('Alerts', (stack) => {
      const topic = new sns.Topic(stack, 'Alerts', { displayName: 'EcoMind alerts', enforceSSL: true, masterKey: new kms.Key(stack, 'Key') });
      topic.addSubscription(new subscriptions.EmailSubscription('team@example.com'));
      topic.addSubscription(new subscriptions.SqsSubscription(new sqs.Queue(stack, 'Queue'), { rawMessageDelivery: true }));
      topic.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));
    }),
  };

  const postgres = () => rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.of('16.10', '16') });
  const rds_instance = {
    'generated secret, subnets and parameters of its own': inStack('Database', (stack) => {
      const given = vpcIn(stack);
      new rds.DatabaseInstance(stack, 'Postgres', {
        engine: postgres(),
        vpc: given,
        vpcSubnets: isolated,
        credentials: rds.Credentials.fromGeneratedSecret('ecomind'),
        parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '500' },
        multiAz: true,
        storageEncrypted: true,
        allocatedStorage: 100,
        maxAllocatedStorage: 500,
        storageType: rds.StorageType.GP3,
        databaseName: 'ecomind',
        cloudwatchLogsExports: ['postgresql', 'upgrade'],
        monitoringInterval: Duration.seconds(60),
        enablePerformanceInsights: true,
        backupRetention: Duration.days(14),
        deletionProtection: true,
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE),
      });
    }),
    'subnet group, parameter group, key and group given; replica': inStack('Database', (stack) => {
      const given = vpcIn(stack);
      const subnetGroup = new rds.SubnetGroup(stack, 'Subnets', { vpc: given, vpcSubnets: isolated, description: 'database' });
      const parameterGroup = new rds.ParameterGroup(stack, 'Parameters', { engine: postgres(), parameters: { 'rds.force_ssl': '1' } });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: given, allowAllOutbound: false });
      const primary = new rds.DatabaseInstance(stack, 'Postgres', {
        engine: postgres(),
        vpc: given,
        subnetGroup,
        parameterGroup,
        securityGroups: [group],
        storageEncryptionKey: new kms.Key(stack, 'Key'),
        instanceIdentifier: 'ecomind-postgres',
        removalPolicy: RemovalPolicy.RETAIN,
      });
      primary.connections.allowDefaultPortFrom(new ec2.SecurityGroup(stack, 'Api', { vpc: given }), 'api');
      new rds.DatabaseInstanceReadReplica(stack, 'Replica', {
        sourceDatabaseInstance: primary,
        vpc: given,
        subnetGroup,
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE),
      });
    }),
    'secret rotated': inStack('Database', (stack) => {
      const database = new rds.DatabaseInstance(stack, 'Postgres', { engine: postgres(), vpc: vpcIn(stack), vpcSubnets: isolated });
      database.addRotationSingleUser({ automaticallyAfter: Duration.days(30) });
    }),
    'from a snapshot': inStack('Database', (stack) => new rds.DatabaseInstanceFromSnapshot(stack, 'Postgres', {
      engine: postgres(), vpc: vpcIn(stack), vpcSubnets: isolated, snapshotIdentifier: 'rds:ecomind-2026-11-01',
      credentials: rds.SnapshotCredentials.fromGeneratedSecret('ecomind'),
    })),
    'instance of default size, removed': inStack('Database', (stack) => new rds.DatabaseInstance(stack, 'Postgres', {
      engine: postgres(), vpc: vpcIn(stack), vpcSubnets: isolated, removalPolicy: RemovalPolicy.DESTROY, publiclyAccessible: false,
    })),
  };

  const elasticache_group = {
    'a replication group of resources': inStack('Cache', (stack) => {
      const sessions = new Construct(stack, 'Sessions');
      const group = new ec2.SecurityGroup(sessions, 'SecurityGroup', { vpc: vpcIn(stack), allowAllOutbound: false });
      const subnetGroup = new elasticache.CfnSubnetGroup(sessions, 'SubnetGroup', {
        description: 'sessions', subnetIds: ['subnet-isolated-a', 'subnet-isolated-b', 'subnet-isolated-c'],
      });
      const parameters = new elasticache.CfnParameterGroup(sessions, 'ParameterGroup', {
        cacheParameterGroupFamily: 'valkey8', description: 'sessions', properties: { 'maxmemory-policy': 'volatile-lru' },
      });
      new elasticache.CfnReplicationGroup(sessions, 'Resource', {
        replicationGroupDescription: 'sessions',
        engine: 'valkey',
        numCacheClusters: 3,
        cacheSubnetGroupName: subnetGroup.ref,
        cacheParameterGroupName: parameters.ref,
        securityGroupIds: [group.securityGroupId],
        tags: [{ key: 'b', value: '2' }, { key: 'a', value: '1' }],
      });
    }),
  };

  const ecs_service = {
    'cluster, task, service, load balancer': inStack('Services', (stack) => {
      const given = vpcIn(stack);
      const cluster = new ecs.Cluster(stack, 'Cluster', {
        vpc: given,
        containerInsightsV2: ecs.ContainerInsights.ENABLED,
        defaultCloudMapNamespace: { name: 'ecomind.internal', useForServiceConnect: true, type: discovery.NamespaceType.HTTP },
      });
      const task = new ecs.FargateTaskDefinition(stack, 'Task', {
        cpu: 512,
        memoryLimitMiB: 1024,
        runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
      });
      const secret = new secrets.Secret(stack, 'Secret');
      task.addContainer('api', {
        image: ecs.ContainerImage.fromEcrRepository(new ecr.Repository(stack, 'Repository'), '1.0.0'),
        portMappings: [{ containerPort: 8080, name: 'http', appProtocol: ecs.AppProtocol.http }],
        logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'api' }),
        secrets: { PASSWORD: ecs.Secret.fromSecretsManager(secret, 'password') },
        environment: { LEVEL: 'info', BASE: 'https://example.com' },
        healthCheck: { command: ['CMD-SHELL', 'true'] },
        readonlyRootFilesystem: true,
      });
      const service = new ecs.FargateService(stack, 'Service', {
        cluster,
        taskDefinition: task,
        desiredCount: 3,
        minHealthyPercent: 100,
        circuitBreaker: { rollback: true },
        enableExecuteCommand: true,
        serviceConnectConfiguration: { services: [{ portMappingName: 'http', discoveryName: 'api', port: 80 }] },
      });
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: given, internetFacing: true });
      const listener = balancer.addListener('Http', { port: 80 });
      const group = listener.addTargets('Api', {
        port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service], healthCheck: { path: '/health' },
        deregistrationDelay: Duration.seconds(30),
      });
      const scaling = service.autoScaleTaskCount({ minCapacity: 3, maxCapacity: 12 });
      scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
      scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 70 });
      scaling.scaleOnRequestCount('Requests', { requestsPerTarget: 500, targetGroup: group });
      scaling.scaleOnSchedule('Morning', { schedule: appscaling.Schedule.cron({ hour: '6', minute: '0' }), minCapacity: 4 });
    }, frankfurt),
    'cluster of defaults with a plain service': inStack('Services', (stack) => {
      const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: vpcIn(stack) });
      const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
      taskDefinition.addContainer('worker', { image: ecs.ContainerImage.fromRegistry('example.com/worker:1') });
      new ecs.FargateService(stack, 'Service', { cluster, taskDefinition });
    }),
    'cluster with a VPC of its own': inStack('Services', (stack) => new ecs.Cluster(stack, 'Cluster', { enableFargateCapacityProviders: true })),
    'parts in one construct': inStack('Services', (stack) => {
      const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: vpcIn(stack) });
      const api = new Construct(stack, 'Api');
      const taskDefinition = new ecs.FargateTaskDefinition(api, 'TaskDef');
      taskDefinition.addContainer('web', {
        image: ecs.ContainerImage.fromRegistry('example.com/api:1'),
        logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'api', logGroup: new logs.LogGroup(api, 'LogGroup') }),
      });
      taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
      new ecs.FargateService(api, 'Service', { cluster, taskDefinition });
    }),
  };

  const elbv2_load_balancer = {
    'HTTPS, redirect, rules, logs, firewall': inStack('Edge', (stack) => {
      const given = vpcIn(stack);
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', {
        vpc: given, internetFacing: true, deletionProtection: true, dropInvalidHeaderFields: true, idleTimeout: Duration.seconds(60),
      });
      balancer.logAccessLogs(new s3.Bucket(stack, 'Logs'), 'alb');
      balancer.addRedirect();
      const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-central-1:111111111111:certificate/a');
      const group = (id) => new elbv2.ApplicationTargetGroup(stack, id, {
        vpc: given, port: 8080, targetType: elbv2.TargetType.IP, healthCheck: { path: '/health' },
      });
      const listener = balancer.addListener('Https', {
        port: 443, certificates: [certificate], sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS, open: true,
        defaultAction: elbv2.ListenerAction.fixedResponse(404),
      });
      listener.addTargetGroups('Api', {
        targetGroups: [group('ApiGroup')], priority: 10, conditions: [elbv2.ListenerCondition.pathPatterns(['/api/*'])],
      });
      listener.addAction('Docs', {
        action: elbv2.ListenerAction.forward([group('DocsGroup')]), priority: 20,
        conditions: [elbv2.ListenerCondition.hostHeaders(['docs.example.com'])],
      });
      new elbv2.ApplicationListenerRule(stack, 'Rule', {
        listener, priority: 30, action: elbv2.ListenerAction.forward([group('RuleGroup')]),
        conditions: [elbv2.ListenerCondition.httpHeader('x-canary', ['1'])],
      });
      listener.addCertificates('More', [
        acm.Certificate.fromCertificateArn(stack, 'Second', 'arn:aws:acm:eu-central-1:111111111111:certificate/b'),
      ]);
      const firewall = new wafv2.CfnWebACL(stack, 'Firewall', {
        defaultAction: { allow: {} }, scope: 'REGIONAL',
        visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'firewall', sampledRequestsEnabled: true },
      });
      new wafv2.CfnWebACLAssociation(stack, 'FirewallAssociation', {
        resourceArn: balancer.loadBalancerArn, webAclArn: firewall.attrArn,
      });
    }, frankfurt),
    'network load balancer': inStack('Edge', (stack) => {
      const given = vpcIn(stack);
      const balancer = new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc: given });
      balancer.addListener('Kafka', { port: 9092 }).addTargets('Brokers', { port: 9092 });
    }),
  };

  const cloudfront_distribution = {
    'S3 with origin access control, HTTP origin': inStack('Edge', (stack) => {
      const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/a');
      new cloudfront.Distribution(stack, 'Site', {
        defaultRootObject: 'index.html',
        domainNames: ['app.example.com'],
        certificate,
        defaultBehavior: {
          origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Assets')),
          responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(stack, 'Headers', {
            securityHeadersBehavior: { contentTypeOptions: { override: true } },
          }),
          functionAssociations: [{
            eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
            function: new cloudfront.Function(stack, 'Rewrite', {
              code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }'),
            }),
          }],
        },
        additionalBehaviors: {
          '/api/*': {
            origin: new origins.HttpOrigin('api.example.com', { customHeaders: { 'x-origin': 'edge' } }),
            allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
            cachePolicy: new cloudfront.CachePolicy(stack, 'NoCache', { maxTtl: Duration.seconds(0), minTtl: Duration.seconds(0), defaultTtl: Duration.seconds(0) }),
            originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
          },
        },
        enableLogging: true,
        logBucket: new s3.Bucket(stack, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }),
        errorResponses: [{ httpStatus: 404, responseHttpStatus: 200, responsePagePath: '/index.html', ttl: Duration.minutes(5) }],
        webAclId: 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/edge/1',
      });
    }, { account: '111111111111', region: 'us-east-1' }),
    'own bucket with a key': inStack('Edge', (stack) => new cloudfront.Distribution(stack, 'Site', {
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Assets', { encryption: s3.BucketEncryption.KMS })),
      },
    })),
  };

  const route53_zone = {
    'public zone, alias records': inStack('Dns', (stack) => {
      const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com', comment: 'EcoMind' });
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: vpcIn(stack), internetFacing: true });
      new route53.ARecord(stack, 'Api', {
        zone, recordName: 'api', target: route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(balancer)),
      });
      const site = new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin: new origins.HttpOrigin('api.example.com') } });
      new route53.ARecord(stack, 'Apex', { zone, target: route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(site)) });
      new route53.AaaaRecord(stack, 'ApexV6', { zone, target: route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(site)) });
      new route53.CnameRecord(stack, 'Www', { zone, recordName: 'www', domainName: 'example.com', ttl: Duration.minutes(5) });
      new route53.TxtRecord(stack, 'Spf', { zone, values: ['v=spf1 -all'] });
      new route53.CaaAmazonRecord(stack, 'Caa', { zone });
    }, frankfurt),
    'private zone': inStack('Dns', (stack) => new route53.PrivateHostedZone(stack, 'Zone', { zoneName: 'ecomind.internal', vpc: vpcIn(stack) })),
  };

  const acm_certificate = {
    'validated by DNS': inStack('Edge', (stack) => {
      const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
      new acm.Certificate(stack, 'Certificate', {
        domainName: 'example.com', subjectAlternativeNames: ['*.example.com'], validation: acm.CertificateValidation.fromDns(zone),
      });
    }),
  };

  const backup_plan = {
    'vault, plan, selection': inStack('Guardrails', (stack) => {
      const vault = new backup.BackupVault(stack, 'Vault', { encryptionKey: new kms.Key(stack, 'Key'), removalPolicy: RemovalPolicy.RETAIN });
      const plan = new backup.BackupPlan(stack, 'Plan', { backupVault: vault });
      plan.addRule(backup.BackupPlanRule.daily());
      plan.addRule(new backup.BackupPlanRule({
        ruleName: 'Weekly', scheduleExpression: lib('events').Schedule.cron({ minute: '0', hour: '3', weekDay: 'SUN' }),
        deleteAfter: Duration.days(90),
      }));
      plan.addSelection('Tagged', { resources: [backup.BackupResource.fromTag('Backup', 'true')], allowRestores: true });
    }),
    'a ready plan with a vault of its own': inStack('Guardrails', (stack) => backup.BackupPlan.dailyWeeklyMonthly5YearRetention(stack, 'Plan')),
  };

  const budgets_budget = {
    'a budget of resources': inStack('Guardrails', (stack) => new budgets.CfnBudget(stack, 'Monthly', {
      budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: 500, unit: 'USD' }, budgetName: 'monthly' },
      notificationsWithSubscribers: [{
        notification: { comparisonOperator: 'GREATER_THAN', notificationType: 'FORECASTED', threshold: 100 },
        subscribers: [{ subscriptionType: 'EMAIL', address: 'team@example.com' }],
      }],
    })),
  };

  const secretsmanager_secret = {
    default: inStack('Secrets', (stack) => new secrets.Secret(stack, 'Secret')),
    'generated, attached, rotated': inStack('Secrets', (stack) => {
      const given = vpcIn(stack);
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: given });
      const secret = new secrets.Secret(stack, 'Secret', {
        description: 'database',
        encryptionKey: new kms.Key(stack, 'Key'),
        generateSecretString: { secretStringTemplate: '{"username":"ecomind"}', generateStringKey: 'password', excludeCharacters: '"@/\\' },
      });
      const database = new rds.DatabaseInstance(stack, 'Postgres', {
        engine: postgres(), vpc: given, vpcSubnets: isolated, securityGroups: [group], credentials: rds.Credentials.fromSecret(secret),
      });
      const second = new secrets.Secret(stack, 'Second', {
        generateSecretString: { secretStringTemplate: '{"username":"reader"}', generateStringKey: 'password' },
      });
      second.attach(database);
      second.addRotationSchedule('Rotation', {
        hostedRotation: secrets.HostedRotation.postgreSqlSingleUser({ vpc: given, securityGroups: [group] }),
        automaticallyAfter: Duration.days(30),
      });
      secret.grantRead(new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
      secret.denyAccountRootDelete();
    }),
  };

  const ecr_repository = {
    default: inStack('Images', (stack) => new ecr.Repository(stack, 'Api')),
    'scan, immutable tags, lifecycle': inStack('Images', (stack) => {
      const repository = new ecr.Repository(stack, 'Api', {
        imageScanOnPush: true, imageTagMutability: ecr.TagMutability.IMMUTABLE, encryption: ecr.RepositoryEncryption.KMS,
        lifecycleRules: [{ maxImageCount: 50 }, { tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) }],
      });
      repository.grantPull(new iam.Role(stack, 'Puller', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
    }),
  };

  const cloudwatch_alarm = {
    'alarm, composite, dashboard': inStack('Alarms', (stack) => {
      const topic = new sns.Topic(stack, 'Topic');
      const metric = new cloudwatch.Metric({ namespace: 'AWS/SQS', metricName: 'ApproximateAgeOfOldestMessage', dimensionsMap: { QueueName: 'jobs' } });
      const alarm = new cloudwatch.Alarm(stack, 'Age', { metric, threshold: 300, evaluationPeriods: 3, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING });
      alarm.addAlarmAction(new cwActions.SnsAction(topic));
      alarm.addOkAction(new cwActions.SnsAction(topic));
      const rate = new cloudwatch.MathExpression({
        expression: 'errors / requests',
        usingMetrics: {
          errors: metric.with({ metricName: 'Errors', statistic: 'Sum' }), requests: metric.with({ metricName: 'Requests', statistic: 'Sum' }),
        },
      });
      const burn = new cloudwatch.Alarm(stack, 'Burn', { metric: rate, threshold: 0.01, evaluationPeriods: 2 });
      new cloudwatch.CompositeAlarm(stack, 'Both', { alarmRule: cloudwatch.AlarmRule.allOf(alarm, burn) });
      const dashboard = new cloudwatch.Dashboard(stack, 'Dashboard', { dashboardName: 'ecomind' });
      dashboard.addWidgets(new cloudwatch.GraphWidget({ title: 'Age', left: [metric] }));
    }),
  };

  const lambda_function = {
    'inline code, log group, permission': inStack('Functions', (stack) => {
      const fn = new lambda.Function(stack, 'Bootstrap', {
        runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler', code: lambda.Code.fromInline('def handler(event, context):\n    return {}\n'),
        architecture: lambda.Architecture.ARM_64, timeout: Duration.seconds(30), environment: { LEVEL: 'info' },
      });
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['kafka:GetBootstrapBrokers'], resources: ['*'] }));
      fn.grantInvoke(new iam.ServicePrincipal('sns.amazonaws.com'));
      new cdk.CustomResource(stack, 'Brokers', { serviceToken: fn.functionArn, resourceType: 'Custom::Brokers', properties: { Cluster: 'arn' } });
    }),
    'in a VPC': inStack('Functions', (stack) => new lambda.Function(stack, 'Bootstrap', {
      runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler', code: lambda.Code.fromInline('def handler(event, context):\n    return {}\n'),
      vpc: vpcIn(stack), logGroup: new logs.LogGroup(stack, 'Logs'),
    })),
  };

  const ec2_instance = {
    'instance, launch template, volume': inStack('Hosts', (stack) => {
      const given = vpcIn(stack);
      const image = ec2.MachineImage.genericLinux({ 'eu-central-1': 'ami-1' });
      const instance = new ec2.Instance(stack, 'Host', {
        vpc: given, instanceType: new ec2.InstanceType('m7g.large'), machineImage: image, requireImdsv2: true,
        vpcSubnets: isolated, ssmSessionPermissions: true, detailedMonitoring: true,
        blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(30, { encrypted: true }) }],
      });
      const volume = new ec2.Volume(stack, 'Volume', {
        availabilityZone: zones[0], size: cdk.Size.gibibytes(100), encrypted: true, volumeType: ec2.EbsDeviceVolumeType.GP3,
      });
      volume.grantAttachVolume(instance.role, [instance]);
      new ec2.LaunchTemplate(stack, 'Template', {
        machineImage: image, instanceType: new ec2.InstanceType('m7g.large'), requireImdsv2: true,
        role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
        securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc: given }), userData: ec2.UserData.forLinux(),
      });
    }, frankfurt),
  };

  const tags = {
    'tags of app, stack, construct and resource': (app) => {
      cdk.Tags.of(app).add('Project', 'EcoMind');
      const stack = new Stack(app, 'Tagged', { tags: { Stack: 'tagged' } });
      cdk.Tags.of(stack).add('Environment', 'prod');
      cdk.Tags.of(stack).add('aaa', 'first by name');
      const group = new Construct(stack, 'Group');
      cdk.Tags.of(group).add('Team', 'platform');
      cdk.Tags.of(group).add('Environment', 'staging');
      const bucket = new s3.Bucket(group, 'Bucket');
      cdk.Tags.of(bucket).remove('Project');
      cdk.Tags.of(group).add('OnlyQueues', 'yes', { includeResourceTypes: ['AWS::SQS::Queue'] });
      cdk.Tags.of(group).add('NotQueues', 'yes', { excludeResourceTypes: ['AWS::SQS::Queue'] });
      new sqs.Queue(group, 'Queue');
      new ec2.Vpc(group, 'Vpc', { availabilityZones: zones.slice(0, 1), natGateways: 1, restrictDefaultSecurityGroup: false });
      new ecs.Cluster(group, 'Cluster', { vpc: ec2.Vpc.fromVpcAttributes(group, 'Given', { vpcId: 'vpc-1', availabilityZones: zones }) });
      new cdk.CfnResource(group, 'Raw', { type: 'AWS::SNS::Topic' });
      new sns.CfnTopic(group, 'Own', { tags: [{ key: 'Zulu', value: '1' }, { key: 'Environment', value: 'own' }, { key: 'Alpha', value: '2' }] });
      new budgets.CfnBudget(group, 'Budget', { budget: { budgetType: 'COST', timeUnit: 'MONTHLY' } });
      new msk.CfnConfiguration(group, 'Configuration', { name: 'brokers', serverProperties: 'a=b' });
      new msk.CfnCluster(group, 'Cluster2', {
        clusterName: 'stream', kafkaVersion: '3.8.x', numberOfBrokerNodes: 3,
        brokerNodeGroupInfo: { clientSubnets: ['a', 'b', 'c'], instanceType: 'kafka.m7g.large' },
      });
      new scheduler.CfnScheduleGroup(group, 'Schedules', {});
    },
  };

  const policies = {
    'removal policies': inStack('Policies', (stack) => {
      const resource = (id) => new cdk.CfnResource(stack, id, { type: 'Test::Parity::Resource' });
      resource('None');
      for (const name of ['RETAIN', 'DESTROY', 'SNAPSHOT', 'RETAIN_ON_UPDATE_OR_DELETE']) {
        const type = name === 'SNAPSHOT' ? 'AWS::RDS::DBInstance' : 'Test::Parity::Resource';
        new cdk.CfnResource(stack, name, { type }).applyRemovalPolicy(RemovalPolicy[name]);
      }
      resource('Kept').applyRemovalPolicy(RemovalPolicy.RETAIN, { applyToUpdateReplacePolicy: false });
      resource('Unset').applyRemovalPolicy(undefined, { default: RemovalPolicy.DESTROY });
    }),
    'everything on one resource': inStack('Policies', (stack) => {
      const condition = new cdk.CfnCondition(stack, 'IsProd', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-central-1') });
      const first = new cdk.CfnResource(stack, 'First', { type: 'Test::Parity::Resource' });
      const zero = new cdk.CfnResource(stack, 'Zero', { type: 'Test::Parity::Resource' });
      const all = new cdk.CfnResource(stack, 'All', {
        type: 'Test::Parity::Resource', properties: { Zulu: 1, Alpha: true, Nested: { B: [], A: {}, C: null, D: undefined, E: '' } },
      });
      all.cfnOptions.metadata = { Key: 'value' };
      all.cfnOptions.condition = condition;
      all.cfnOptions.creationPolicy = { resourceSignal: { count: 1, timeout: 'PT10M' } };
      all.cfnOptions.updatePolicy = { autoScalingReplacingUpdate: { willReplace: true } };
      all.cfnOptions.deletionPolicy = cdk.CfnDeletionPolicy.RETAIN;
      all.cfnOptions.updateReplacePolicy = cdk.CfnDeletionPolicy.RETAIN;
      all.cfnOptions.version = '1';
      all.cfnOptions.description = 'described';
      all.addDependency(zero);
      all.addDependency(first);
      all.addPropertyOverride('Nested.A.Added', 'yes');
      all.addOverride('Metadata.Other', 1);
      new cdk.CfnParameter(stack, 'Size', { type: 'Number', default: 1, minValue: 1 });
      new cdk.CfnMapping(stack, 'Map', { mapping: { a: { b: 'c' } } });
      new cdk.CfnOutput(stack, 'Out', { value: all.ref, description: 'out', exportName: 'out', condition });
      stack.templateOptions.description = 'A stack';
      stack.templateOptions.metadata = { Stack: true };
      stack.addTransform('AWS::LanguageExtensions');
    }),
    'dependencies on constructs': inStack('Policies', (stack) => {
      const group = new Construct(stack, 'Group');
      const bucket = new s3.Bucket(group, 'Bucket', { enforceSSL: true });
      const queue = new sqs.Queue(stack, 'Queue');
      queue.node.addDependency(group);
      const user = new cdk.CfnResource(stack, 'User', { type: 'Test::Parity::Resource', properties: { Bucket: bucket.bucketName } });
      user.node.addDependency(queue);
    }),
  };

  return {
    vpc,
    s3_bucket,
    kms_key,
    logs_group,
    iam_role,
    ec2_security_group,
    ec2_instance,
    sqs_queue,
    sns_topic,
    rds_instance,
    elasticache_group,
    ecr_repository,
    ecs_service,
    elbv2_load_balancer,
    cloudfront_distribution,
    route53_zone,
    acm_certificate,
    backup_plan,
    budgets_budget,
    secretsmanager_secret,
    cloudwatch_alarm,
    lambda_function,
    tags,
    policies,
  };
};
