// The paths whose logical ids are recorded.

export default ({ cdk, Construct, errorClass, synthesize }) => {
  const paths = [];
  const add = (...list) => paths.push(...list);
  const x = (count, letter = 'x') => letter.repeat(count);

  // One component: no hash.
  for (const id of [
    'Vpc', 'Bucket', 'A', 'z', '0', '7', 'a1', '1a', '123', 'lowercase', 'UPPERCASE', 'camelCase', 'PascalCase',
    'snake_case', 'kebab-case', 'dotted.name', 'with space', ' leading', 'trailing ', 'tab\there', 'Resource',
    'resource', 'Default', 'default', 'DEFAULT', 'Defaults', 'MyResource', 'ResourceOne', 'a:b', 'a@b', 'a+b', 'a=b',
    'a,b', 'a;b', '(a)', '[a]', '{"Ref":"Bucket"}', 'a\\b', "a'b", 'a"b', 'a*b', 'a?b', 'a|b', 'a<b>', '%41', '$a', '#a', '!a',
    '~a', '^a', '`a`', 'a&b', '--', '---', '-', '_', '.', '...', ' ', '\t', '\u00a0', '@', 'ü', 'é', '数据', '🚀', '\u0301',
    'Überblick', 'Café', 'Cafe\u0301', 'naïve', 'straße', 'İstanbul', '数据Store', 'Ｆｕｌｌｗｉｄｔｈ', 'Ωmega', 'Привет', 'مرحبا',
    'rocket🚀', '👩‍👩‍👧', 'e\u0301e', '\u200bzero', '①②③', '٣', 'ａ', 'K\u212a', 'ſ', 'ﬁ', '\ufeffBom', 'a\u0000b', '\u007f',
  ]) add([id]);

  // One component around the limits.
  for (const count of [1, 2, 239, 240, 241, 247, 248, 249, 254, 255, 256, 257, 300, 1000]) add([x(count)]);
  add([`${x(254)}-`], [`${x(255)}-`], [`${x(255)}---é`], [`-${x(256)}`], [`${x(200)}${'.'.repeat(200)}`]);
  add([x(256, '1')], [`${x(128, 'ab')}c`]);
  // `Default` beside a long one leaves one component.
  add(['Default', x(255)], [x(255), 'Default'], [x(256), 'Default'], ['Default', x(256), 'Default']);

  // Nested: readable part and hash.
  add(
    ['A', 'B'], ['A', 'B', 'C'], ['a', 'b'], ['a', 'B'], ['A', 'b'], ['B', 'A'], ['AB', 'C'], ['A', 'BC'], ['ABC', 'D'],
    ['1', '2'], ['0', '0'], ['9', 'A'], ['1st', '2nd'], ['1', '2', '3', '4'],
    ['Vpc', 'PublicSubnet1', 'Subnet'], ['Vpc', 'PublicSubnet1', 'RouteTableAssociation'], ['Vpc', 'IGW'],
    ['Sessions', 'SecurityGroup', 'Resource'], ['Service', 'TaskDef', 'ExecutionRole', 'DefaultPolicy', 'Resource'],
    ['Database', 'Secret', 'Attachment', 'Resource'], ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'],
    Array.from({ length: 20 }, (_, i) => `Level${i}`), Array.from({ length: 40 }, () => 'a'),
    Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i)),
  );

  // `Default` at every position: dropped, from the hash as well.
  add(
    ['Default', 'A'], ['A', 'Default'], ['Default', 'A', 'B'], ['A', 'Default', 'B'], ['A', 'B', 'Default'],
    ['Default', 'Default'], ['Default', 'Default', 'Default'], ['Default', 'A', 'Default'], ['Default', 'A', 'Default', 'B', 'Default'],
    ['A', 'Default', 'Default', 'B'], ['Default', 'Resource'], ['Resource', 'Default'], ['A', 'Resource', 'Default'],
    ['A', 'Default', 'Resource'], ['Default', 'Resource', 'Default'], ['A', 'default'], ['default', 'A'], ['A', 'DEFAULT', 'B'],
    ['A', 'Defaults'], ['A', ' Default'], ['A', 'De-fault'], ['A', 'Default ', 'B'], ['A', 'DefaultPolicy'],
    ['Default', '-'], ['-', 'Default'], ['Default', 'é'], ['Default', 'a b'], ['A', 'Default', 'A'],
  );

  // `Resource` at every position: out of the readable part, inside the hash.
  add(
    ['Resource', 'A'], ['A', 'Resource'], ['Resource', 'A', 'B'], ['A', 'Resource', 'B'], ['A', 'B', 'Resource'],
    ['Resource', 'Resource'], ['Resource', 'Resource', 'Resource'], ['A', 'Resource', 'Resource'], ['Resource', 'A', 'Resource'],
    ['A', 'Resource', 'B', 'Resource'], ['A', 'resource'], ['A', 'RESOURCE'], ['A', 'Resources'], ['A', 'MyResource'],
    ['MyResource', 'Resource'], ['MyResource', 'Resource', 'A'], ['A', 'Resource-'], ['A', 'Re.source'], ['A', 'Resource', 'A'],
    ['AResource', 'Resource', 'Resource'], ['Resource', 'source'], ['A', 'Resource', 'source'], ['A', 'Resource', 'e'],
  );

  // What its predecessor already ends with is left out of the readable part.
  add(
    ['A', 'A'], ['A', 'A', 'A'], ['A', 'B', 'A'], ['A', 'B', 'B'], ['A', 'A', 'B'], ['A', 'A', 'B', 'B'], ['AB', 'B'], ['BA', 'B'],
    ['AB', 'AB'], ['ABAB', 'AB'], ['AB', 'ABAB'], ['AB', 'B', 'B'], ['ABC', 'C', 'BC'], ['ABC', 'BC', 'C'], ['ABC', 'ABC', 'BC', 'C'],
    ['AB', 'B', 'AB'], ['AB', 'b'], ['ab', 'B'], ['MyBucket', 'Bucket'], ['Bucket', 'MyBucket'], ['MyBucket', 'bucket'],
    ['MyBucket', 'Bucket', 'Resource'], ['Cluster', 'MyCluster', 'Cluster'], ['Service', 'Service', 'Service', 'Resource'],
    ['A-B', 'B'], ['A-B', '-B'], ['A.B', 'A.B'], ['A-B', 'AB'], ['AB', 'A-B'], ['A B', 'B'], ['A-', '-'], ['--', '-'], ['-', '--'],
    ['A', 'Default', 'A', 'Default'], ['A', 'Resource', 'A', 'Resource'], ['Subnet', 'subnet'], ['X1', '1'], ['11', '1'], ['1', '11'],
    ['Café', 'é'], ['Cafe\u0301', '\u0301'], ['Cafe\u0301', 'é'], ['数据', '据'], ['a🚀', '🚀'], ['👩‍👧', '👧'],
    ['A', 'B', 'A', 'B'], ['AA', 'A', 'A'], ['A', 'AA', 'A'],
  );

  // Characters that only the hash sees; words that become empty.
  add(
    ['a.b', 'c'], ['a', 'b.c'], ['a-b', 'c'], ['a', 'b-c'], ['a_b', 'c'], ['a b', 'c'], ['a--b', 'c'], ['A', '-'], ['-', 'A'], ['-', '-'],
    ['-', '_'], ['.', '.'], ['..', '..'], [' ', ' '], ['_', 'a', '_'], ['-', 'Resource'], ['Resource', '-'], ['---', '___', '...'],
    ['A', ''.padEnd(3, '.'), 'B'], ['@scope', 'pkg@1.0'], ['arn:aws:s3', 'bucket'], ['*.example.com', 'Resource'],
    ['api.example.com', 'Certificate', 'Resource'], ['10.0.0.0-16', 'Cidr'], ['Output{"Ref":"Bucket83908E77"}', 'Resource'],
    ['Exports', 'Output{"Ref":"Bucket83908E77"}'], ['Exports', 'Output{"Fn::GetAtt":["Bucket83908E77","Arn"]}'],
    ['Publish', 'Output{"Fn::GetAtt":["Db","Endpoint.Address"]}'], ['A\\', 'B'], ['A', 'B\\C'],
    ['from Web:443', 'Resource'], ['Sg', 'from NetworkSgA1B2:5432'],
    ['Ü', 'ß'], ['Über', 'Größe'], ['é', 'e\u0301'], ['e\u0301', 'é'], ['数据', '存储'], ['🚀', '🛰'], ['🚀', 'A'], ['A', '🚀'], ['İ', 'i'],
    ['ﬁ', 'fi'], ['\u200b', 'A'], ['A', '\u200b'], ['A\u200b', 'A'], ['ａ', 'a'], ['Привет', 'мир'], ['א', 'ב'], ['A', '①'], ['👩‍👩‍👧', '👩'],
    ['\u{10ffff}', 'x'], ['\ud7ff', '\ue000'], ['A', '\u0000'], ['A\tB', 'C'], ['A\r', 'B'],
  );

  // Many components around the limit of the readable part.
  for (const count of [118, 119, 120, 121, 122, 200]) add([x(count, 'a'), x(count, 'b')]);
  for (const count of [238, 239, 240, 241, 255, 256, 400]) {
    add([x(count), 'Y'], ['Y', x(count)], [x(count), 'Resource'], [x(count), x(count)]);
  }
  add(
    [x(239), 'é', 'Z'], [`${x(239)}-`, 'YZ'], [x(240), '-'], [x(120, 'a-'), x(120, 'b.')], [x(240), 'Default', 'Y'],
    Array.from({ length: 30 }, (_, i) => `Component${i}`), Array.from({ length: 24 }, () => '0123456789'),
    Array.from({ length: 24 }, (_, i) => `${x(9)}${i % 10}`), [x(300, '数')], [x(300, '数'), 'A'], ['A', x(300, '-')],
  );

  // Pairs that differ in little: case, order of separators, `Default`.
  add(
    ['vpc', 'Subnet'], ['Vpc', 'Subnet'], ['Vpc', 'subnet'], ['VPC', 'SUBNET'], ['Vpc', 'Subnet', 'Default'], ['Vpc', 'Sub', 'Net'],
    ['VpcSub', 'Net'], ['Vpc.Sub', 'Net'], ['Vpc', 'Sub.Net'],
  );

  const logicalId = (path) => {
    const stack = new cdk.Stack(new cdk.App({ treeMetadata: false, analyticsReporting: false }), 'Stack');
    return idOf(stack, path);
  };
  const idOf = (stack, path) => {
    let at = stack;
    path.slice(0, -1).forEach((id) => { at = at.node.tryFindChild(id) ?? new Construct(at, id); });
    const leaf = new cdk.CfnResource(at, path.at(-1), { type: 'Test::Parity::Resource' });
    return stack.resolve(stack.getLogicalId(leaf));
  };
  const attempt = (make) => {
    try {
      return make();
    } catch (error) {
      return { error: errorClass(error) };
    }
  };

  const seen = new Set();
  const vectors = paths.filter((path) => {
    const key = JSON.stringify(path);
    return !seen.has(key) && seen.add(key);
  }).concat([['']], [['A', '']], [['', 'A']]).map((path) => ({ path, ...attempt(() => ({ logicalId: logicalId(path) })) }));

  // Several resources in one stack: who collides, and with which error.
  const together = [
    [['A'], ['A']], [['A', 'B'], ['A', 'B']], [['a'], ['A']], [['a.b'], ['ab']], [['a-b'], ['a.b']], [['A'], ['A', 'Default']],
    [['A', 'Default'], ['Default', 'A']], [['A', 'B'], ['A', 'Default', 'B']], [['A', 'B'], ['A', 'B', 'Default']],
    [['A', 'B'], ['AB']], [['a.b', 'c'], ['ab', 'c']], [['A', 'B', 'C'], ['A', 'BC']], [['A'], ['A', 'Resource']],
    [['Resource'], ['Default', 'Resource']], [['é1'], ['1']], [['Café'], ['Caf']], [['Caf\u00e9'], ['Cafe\u0301']],
    [[`${x(255)}`], [`${x(255)}-`]], [[x(256)], [x(257)]], [[`${x(240)}A`, 'B'], [`${x(240)}A`, 'C']], [['-', 'A'], ['.', 'A']],
    [['A', 'B'], ['a', 'b']], [['1'], ['01']],
  ].map((set) => ({
    paths: set,
    ...attempt(() => {
      let logicalIds;
      synthesize((app) => {
        const stack = new cdk.Stack(app, 'Stack');
        logicalIds = set.map((path) => idOf(stack, path));
      });
      return { logicalIds };
    }),
  }));

  // What comes from JavaScript's objects and from separators inside an id, not from the algorithm.
  const separators = [['a/b'], ['a/b', 'c'], ['/'], ['a\nb'], ['a\nb', 'c']]
    .map((path) => ({ path, ...attempt(() => ({ logicalId: logicalId(path) })) }));
  const objectKeys = [['constructor'], ['toString'], ['A', 'hasOwnProperty'], ['__proto__']]
    .map((path) => ({ path, ...attempt(() => ({ logicalId: logicalId(path) })) }));
  const [{ resources }] = synthesize((app) => {
    const stack = new cdk.Stack(app, 'Stack');
    for (const id of ['b', '10', '2', 'a', '01', '-1', '1.5', '4294967294', '4294967295', '0']) {
      new cdk.CfnResource(stack, `${id}`, { type: 'Test::Parity::Resource' }).overrideLogicalId(`Id${id.replace(/\W/g, 'x')}`);
    }
  });

  return {
    vectors,
    together,
    quirks: {
      separators,
      objectKeys,
      orderOfChildren: {
        created: ['b', '10', '2', 'a', '01', '-1', '1.5', '4294967294', '4294967295', '0'],
        inTemplate: resources.map(({ path }) => path),
      },
    },
  };
};
