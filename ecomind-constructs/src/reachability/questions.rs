//! Questions about constructs.

use super::{Access, Key, Network, Verdict};
use crate::{
    Error, NodeId, Result, SourceLocation,
    aws::ec2::{Connectable, Connections},
    synth::synthesize,
    template::Stacks,
    tree::App,
    value::Port,
};

/// An app that can be asked who reaches whom and who may do what.
#[derive(Debug)]
pub struct Reachability<'a> {
    app: &'a App,
    stacks: Stacks,
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Source {
    /// Anywhere on the internet.
    Internet,
    /// A construct of the app.
    Construct(Connections),
}

impl<C: Connectable> From<&C> for Source {
    fn from(construct: &C) -> Self {
        Self::Construct(construct.connections())
    }
}

impl<'a> Reachability<'a> {
    /// Synthesizes an app, to ask about it.
    pub fn of(app: &'a App) -> Result<Self> {
        Ok(Self { app, stacks: synthesize(app)?.templates() })
    }

    /// Every connection that the security groups of the app open.
    #[must_use]
    pub fn network(&self) -> Network<'_> {
        Network::of(&self.stacks)
    }

    /// Whether `from` can connect to a port of `to` itself, without going through anything else.
    ///
    /// From a construct it takes a rule at both ends; from the internet a rule, a public address
    /// and a route from an internet gateway. Handles of another app are an error.
    #[track_caller]
    pub fn reaches(
        &self,
        from: impl Into<Source>,
        to: &dyn Connectable,
        port: Port,
    ) -> Result<Verdict> {
        self.ask(from.into(), to, Some(port))
    }

    /// Asserts that `from` can connect to a port of `to`.
    ///
    /// # Panics
    ///
    /// When it can't, or nobody can tell.
    #[track_caller]
    pub fn assert_reaches(&self, from: impl Into<Source>, to: &dyn Connectable, port: Port) {
        match self.ask(from.into(), to, Some(port)) {
            Ok(verdict) => assert!(verdict.is_yes(), "it must be reachable, but is it? {verdict}"),
            Err(error) => panic!("{error}"),
        }
    }

    /// Asserts that the internet can't connect to `to` on any port; from a construct, that no port
    /// that `to` listens on is open to it.
    ///
    /// # Panics
    ///
    /// When it can, or nobody can tell.
    #[track_caller]
    pub fn assert_not_reachable(&self, from: impl Into<Source>, to: &dyn Connectable) {
        let from = from.into();
        let port = match from {
            Source::Internet => None,
            Source::Construct(_) => to.connections().port(),
        };
        match self.ask(from, to, port) {
            Ok(verdict) => {
                assert!(verdict.is_no(), "it must not be reachable, but is it? {verdict}");
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Everybody who may call `action`, such as `s3:GetObject`, on a resource: by policies of
    /// roles and of the resource itself.
    ///
    /// Conditions are reported, not decided. A handle of another app is an error.
    ///
    /// ```
    /// use ecomind_constructs::{prelude::*, reachability::Reachability};
    ///
    /// let mut app = App::new().region("us-east-1");
    /// let mut stack = app.stack("Jobs")?;
    /// let reports = Bucket::builder("Reports").build(&mut stack)?;
    /// let tasks = Principal::service("ecs-tasks.amazonaws.com");
    /// let reader = Role::builder("Reader", tasks).build(&mut stack)?;
    /// reports.grant_read(&reader, &mut stack)?;
    ///
    /// let app = Reachability::of(&app)?;
    /// assert_eq!(app.who_can("s3:GetObject", reports.resource())?.who(), ["Jobs/Reader"]);
    /// assert_eq!(app.who_can("s3:PutObject", reports.resource())?.who(), [""; 0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn who_can(&self, action: &str, resource: impl Into<NodeId>) -> Result<Access> {
        let key = self.key(resource.into(), SourceLocation::caller())?;
        Ok(Access::of(&self.stacks, action, &key))
    }

    #[track_caller]
    fn ask(&self, from: Source, to: &dyn Connectable, port: Option<Port>) -> Result<Verdict> {
        let location = SourceLocation::caller();
        let network = self.network();
        let Some(to) = self.group(to.connections(), location)? else {
            return Ok(Verdict::unknown("the target has a security group that is not in the app"));
        };
        let from = match from {
            Source::Internet => return Ok(network.internet_to(&to, port)),
            Source::Construct(from) => self.group(from, location)?,
        };
        let Some(port) = port else {
            return Ok(Verdict::unknown("the target listens on no port of its own: name one"));
        };
        Ok(match from {
            Some(from) => network.between(&from, &to, port),
            None => Verdict::unknown("the source has a security group that is not in the app"),
        })
    }

    /// The group of a construct; none for one from outside of the app.
    fn group(&self, connections: Connections, location: SourceLocation) -> Result<Option<Key>> {
        let resource = connections.security_group().resource();
        resource.map(|it| self.key(it.node(), location)).transpose()
    }

    fn key(&self, node: NodeId, location: SourceLocation) -> Result<Key> {
        let index = self
            .app
            .index_of(node)
            .ok_or_else(|| Error::ForeignHandle {
                path: crate::Path::of(["the app that is asked"]),
                location,
            })?;
        let path = self.app.path(index);
        let stacks = self.stacks.all().iter().enumerate();
        let mut elements = stacks.flat_map(|(at, it)| it.paths.iter().map(move |it| (at, it)));
        let found = elements.find(|(_, (_, known))| known == path.as_str());
        let (stack, (id, _)) = found.expect("synthesis names every resource of the app");
        Ok((stack, id.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Reachability, Source};
    use crate::prelude::*;

    /// A database, a service that may connect, one that may not, and a load balancer.
    fn asked(check: impl FnOnce(&Reachability<'_>, &DatabaseInstance, [SecurityGroup; 2])) {
        let mut app = App::new().region("us-east-1");
        let mut stack = app.stack("Shop").unwrap();
        let vpc = Vpc::builder("Vpc").build(&mut stack).unwrap();
        let mut data = app.stack("Data").unwrap();
        let orders = DatabaseInstance::builder("Orders", &vpc)
            .build(&mut data)
            .unwrap();
        let mut services = app.stack("Services").unwrap();
        let [api, ui] = ["Api", "Ui"].map(|id| {
            SecurityGroup::builder(id, &vpc)
                .build(&mut services)
                .unwrap()
        });
        orders.allow_from(&api, &mut services).unwrap();
        check(&Reachability::of(&app).unwrap(), &orders, [api, ui]);
    }

    #[test]
    fn both_ends_must_agree_across_stacks() {
        asked(|app, orders, [api, ui]| {
            assert!(app.reaches(&api, orders, Port::POSTGRES).unwrap().is_yes());
            assert!(app.reaches(&api, orders, Port::HTTPS).unwrap().is_no());
            assert!(app.reaches(&ui, orders, Port::POSTGRES).unwrap().is_no());
            app.assert_not_reachable(&ui, orders);
            app.assert_not_reachable(Source::Internet, orders);
        });
    }

    #[test]
    #[should_panic(expected = "it must not be reachable, but is it? yes")]
    fn rejects_an_assertion_that_does_not_hold() {
        asked(|app, orders, [api, _]| app.assert_not_reachable(&api, orders));
    }

    #[test]
    #[should_panic(expected = "nothing in the app has the group")]
    fn rejects_an_assertion_that_nobody_can_decide() {
        let mut app = App::new().region("us-east-1");
        let mut stack = app.stack("Shop").unwrap();
        let vpc = Vpc::builder("Vpc").build(&mut stack).unwrap();
        let open = SecurityGroup::builder("Open", &vpc)
            .port(Port::HTTPS)
            .build(&mut stack)
            .unwrap();
        open.allow_from_block(CidrBlock::ANYWHERE, &mut stack)
            .unwrap();
        Reachability::of(&app)
            .unwrap()
            .assert_not_reachable(Source::Internet, &open);
    }

    #[test]
    fn a_load_balancer_of_the_internet_is_reached_where_it_is_open() {
        let mut app = App::new().region("us-east-1");
        let mut stack = app.stack("Shop").unwrap();
        let vpc = Vpc::builder("Vpc").build(&mut stack).unwrap();
        let group = SecurityGroup::builder("Group", &vpc)
            .build(&mut stack)
            .unwrap();
        group
            .allow_from_block_on(CidrBlock::ANYWHERE, Port::HTTPS, &mut stack)
            .unwrap();
        let balancer = |scheme: &'static str| {
            RawResource::new("AWS::ElasticLoadBalancingV2::LoadBalancer")
                .property("Scheme", scheme)
                .property("SecurityGroups", vec![group.security_group_id()])
                .property("Subnets", vpc.public_subnet_ids())
        };
        balancer("internal").add("Inside", &mut stack).unwrap();
        let reaches = |app: &App, port| {
            let app = Reachability::of(app).unwrap();
            app.reaches(Source::Internet, &group, port).unwrap()
        };
        assert!(reaches(&app, Port::HTTPS).is_no());
        let mut other = app.stack("Edge").unwrap();
        balancer("internet-facing")
            .add("Outside", &mut other)
            .unwrap();
        assert!(reaches(&app, Port::HTTPS).is_yes(), "{}", reaches(&app, Port::HTTPS));
        assert!(reaches(&app, Port::HTTP).is_no());
    }

    #[test]
    fn a_key_is_used_by_those_whom_it_and_their_policies_name() {
        let mut app = App::new().region("us-east-1");
        let mut stack = app.stack("Jobs").unwrap();
        let key = Key::builder("Key").build(&mut stack).unwrap();
        let bucket = Bucket::builder("Reports")
            .encryption_key(&key)
            .build(&mut stack)
            .unwrap();
        let tasks = || Principal::service("ecs-tasks.amazonaws.com");
        let reader = Role::builder("Reader", tasks()).build(&mut stack).unwrap();
        Role::builder("Idle", tasks()).build(&mut stack).unwrap();
        bucket.grant_read(&reader, &mut stack).unwrap();
        let asked = Reachability::of(&app).unwrap();
        let access = asked.who_can("kms:Decrypt", key.resource()).unwrap();
        assert!(access.who().contains(&"Jobs/Reader"), "{access}");
        assert!(!access.who().contains(&"Jobs/Idle"), "{access}");
        let objects = asked.who_can("s3:GetObject", bucket.resource()).unwrap();
        assert_eq!(objects.who(), ["Jobs/Reader"]);
        assert_eq!(objects.unless, [r#"Bool aws:SecureTransport "false""#]);
    }
}
