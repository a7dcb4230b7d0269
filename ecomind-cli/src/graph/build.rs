//! From templates to the picture.

use ecomind_constructs::{
    synth::StackArtifact,
    template::{Template, TemplateError},
};
use indexmap::IndexMap;
use serde_json::Value;

use super::{
    model::{Change, ChangedResource, Construct, Edge, EdgeKind, Graph, Place, Stack},
    references::{self, Reference},
    rules::{self, Peer, Rule},
};

/// The picture of `stacks`, which are in order of deployment.
pub(crate) fn build<'a>(
    title: &str,
    stacks: impl Iterator<Item = &'a StackArtifact>,
    changes: &[ChangedResource<'_>],
) -> Result<Graph, TemplateError> {
    let mut builder = Builder::default();
    for stack in stacks {
        builder.add(stack, Template::from_json(&stack.template)?);
    }
    builder.mark(changes);
    builder.join();
    Ok(builder.finish(title))
}

#[derive(Default)]
struct Builder<'a> {
    sources: Vec<Source<'a>>,
    stacks: Vec<Stack>,
    /// What is not in any stack, such as the internet.
    outside: Vec<Construct>,
    uses: IndexMap<(Place, Place), ()>,
    talks: IndexMap<(Place, Place), Vec<String>>,
}

struct Source<'a> {
    artifact: &'a StackArtifact,
    template: Template,
    /// The construct of each logical id; rules between security groups have none.
    owners: IndexMap<String, usize>,
}

/// The types that say what a construct is that is made of several.
const RUNNING: &[&str] = &[
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Backup::BackupPlan",
    "AWS::EC2::Instance",
    "AWS::ECS::Service",
];

/// The index of what is outside, while stacks are still added.
const OUTSIDE: usize = usize::MAX;

impl<'a> Builder<'a> {
    fn add(&mut self, artifact: &'a StackArtifact, template: Template) {
        let mut constructs: IndexMap<&str, Construct> = IndexMap::new();
        let mut members: Vec<(&str, &str)> = Vec::new();
        for element in &artifact.elements {
            let Some(resource) = template.resource(&element.logical_id) else { continue };
            if rules::is_rule(resource.type_name) {
                continue;
            }
            let id = below_stack(element.path.as_str());
            let construct = constructs.entry(id).or_insert_with(|| Construct {
                id: id.to_owned(),
                type_name: resource.type_name.to_owned(),
                resources: 0,
                change: None,
            });
            construct.resources += 1;
            // The main resource is called `Resource` or stands for the construct by itself. What
            // is made of several constructs is what runs in it.
            if element.path.as_str() == format!("{}/{id}/Resource", artifact.id)
                || RUNNING.contains(&resource.type_name)
            {
                resource.type_name.clone_into(&mut construct.type_name);
            }
            members.push((&element.logical_id, id));
        }
        let owners = members.into_iter().filter_map(|(logical_id, id)| {
            Some((logical_id.to_owned(), constructs.get_index_of(id)?))
        });
        let owners = owners.collect();
        let rank = artifact.depends_on.iter().filter_map(|id| {
            let before = self.stacks.iter().find(|stack| stack.id == *id)?;
            Some(before.rank + 1)
        });
        self.stacks.push(Stack {
            id: artifact.id.clone(),
            rank: rank.max().unwrap_or_default(),
            is_outside: false,
            constructs: constructs.into_values().collect(),
        });
        self.sources.push(Source { artifact, template, owners });
    }

    /// Notes what a comparison says; what is gone comes back to be shown as removed.
    fn mark(&mut self, changes: &[ChangedResource<'_>]) {
        for changed in changes {
            let known = self
                .stacks
                .iter()
                .position(|stack| stack.id == changed.stack);
            let index = match known {
                Some(index) => index,
                None if changed.change == Change::Removed => {
                    self.stacks.push(Stack {
                        id: changed.stack.to_owned(),
                        rank: 0,
                        is_outside: false,
                        constructs: Vec::new(),
                    });
                    self.stacks.len() - 1
                }
                None => continue,
            };
            let stack = &mut self.stacks[index];
            let constructs = &mut stack.constructs;
            let index = constructs.iter().position(|it| it.id == changed.construct);
            let index = index.unwrap_or_else(|| {
                constructs.push(Construct {
                    id: changed.construct.to_owned(),
                    type_name: changed.type_name.to_owned(),
                    resources: 0,
                    change: None,
                });
                constructs.len() - 1
            });
            let construct = &mut constructs[index];
            construct.change = construct.change.max(Some(changed.change));
        }
    }

    fn join(&mut self) {
        let mut uses = IndexMap::new();
        let mut talks = Vec::new();
        for (stack, source) in self.sources.iter().enumerate() {
            for resource in source.template.resources() {
                let entry = resource.entry.get("Properties").unwrap_or(&Value::Null);
                talks.extend(rules::of(resource).into_iter().map(|rule| (stack, rule)));
                let Some(&construct) = source.owners.get(resource.logical_id) else { continue };
                let from = Place { stack, construct };
                for to in self.targets(stack, entry) {
                    if from != to {
                        uses.insert((from, to), ());
                    }
                }
            }
        }
        let talks: Vec<_> = talks
            .into_iter()
            .flat_map(|(stack, rule)| self.ends(stack, &rule))
            .collect();
        self.uses = uses;
        for (from, to, ports) in talks {
            let (from, to) = (self.place(from), self.place(to));
            let known = self.talks.entry((from, to)).or_default();
            if from != to && !known.contains(&ports) {
                known.push(ports);
            }
        }
    }

    /// Who a rule lets talk to whom.
    fn ends(&self, stack: usize, rule: &Rule<'_>) -> Vec<(End, End, String)> {
        let ends = |peer: &Peer<'_>| -> Vec<End> {
            match peer {
                Peer::Group(group) => self
                    .targets(stack, group)
                    .into_iter()
                    .map(End::Inside)
                    .collect(),
                Peer::Outside(name) => vec![End::Outside(name.clone())],
            }
        };
        let mut all = Vec::new();
        for from in ends(&rule.from) {
            for to in ends(&rule.to) {
                all.push((from.clone(), to, rule.ports.clone()));
            }
        }
        all
    }

    /// The constructs that a part of a stack's template refers to, in other stacks too.
    fn targets(&self, stack: usize, value: &Value) -> Vec<Place> {
        let mut places = Vec::new();
        let source = &self.sources[stack];
        references::each(value, &mut |reference| match reference {
            Reference::Local(id) => {
                places.extend(
                    source
                        .owners
                        .get(id)
                        .map(|&construct| Place { stack, construct }),
                );
            }
            Reference::Output { stack: name, output } => {
                let producer = self.sources.iter().position(|it| it.artifact.name == name);
                if let Some(producer) = producer {
                    let path = |it: &'_ Value| it.get(output)?.get("Value").cloned();
                    let value = self.sources[producer]
                        .template
                        .section("Outputs")
                        .and_then(path);
                    places.extend(value.iter().flat_map(|it| self.targets(producer, it)));
                }
            }
            Reference::Export(name) => places.extend(self.exported(name)),
        });
        places.dedup();
        places
    }

    fn exported(&self, name: &Value) -> Vec<Place> {
        for (producer, source) in self.sources.iter().enumerate() {
            let outputs = source
                .template
                .section("Outputs")
                .and_then(Value::as_object);
            for output in outputs.into_iter().flat_map(|it| it.values()) {
                if output.pointer("/Export/Name") == Some(name) {
                    return output
                        .get("Value")
                        .map_or_else(Vec::new, |it| self.targets(producer, it));
                }
            }
        }
        Vec::new()
    }

    fn place(&mut self, end: End) -> Place {
        let name = match end {
            End::Inside(place) => return place,
            End::Outside(name) => name,
        };
        let known = self.outside.iter().position(|it| it.id == name);
        let construct = known.unwrap_or_else(|| {
            self.outside.push(Construct {
                id: name,
                type_name: String::new(),
                resources: 0,
                change: None,
            });
            self.outside.len() - 1
        });
        Place { stack: OUTSIDE, construct }
    }

    fn finish(mut self, title: &str) -> Graph {
        if !self.outside.is_empty() {
            self.stacks.push(Stack {
                id: "outside".to_owned(),
                rank: 0,
                is_outside: true,
                constructs: self.outside,
            });
        }
        let last = self.stacks.len().saturating_sub(1);
        let inside = |place: Place| Place { stack: place.stack.min(last), ..place };
        let mut edges: Vec<_> = self
            .talks
            .iter()
            .filter(|(_, ports)| !ports.is_empty())
            .map(|(&(from, to), ports)| Edge {
                from: inside(from),
                to: inside(to),
                kind: EdgeKind::TalksTo(ports.join(", ")),
            })
            .collect();
        // Who talks to another needs its address, so that the other edge would say it twice.
        let uses = self
            .uses
            .keys()
            .filter(|pair| !self.talks.contains_key(*pair));
        edges.extend(uses.map(|&(from, to)| Edge { from, to, kind: EdgeKind::Uses }));
        Graph { title: title.to_owned(), stacks: self.stacks, edges }
    }
}

/// One end of a connection, before what is outside has a place.
#[derive(Clone)]
enum End {
    Inside(Place),
    Outside(String),
}

/// `Vpc` of `Network/Vpc/IGW`; the whole path where there is nothing below the stack.
pub(crate) fn below_stack(path: &str) -> &str {
    let mut parts = path.split('/');
    let stack = parts.next().unwrap_or(path);
    parts.next().unwrap_or(stack)
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::{prelude::*, synth::synthesize};

    use super::*;

    fn app() -> Result<App> {
        let mut app = App::new();
        let mut topics = app.stack("Topics")?;
        let placed = RawResource::new("AWS::SNS::Topic").add("Placed", &mut topics)?;
        let mut orders = app.stack("Orders")?;
        RawResource::new("AWS::SNS::Subscription")
            .property("TopicArn", placed.reference())
            .add("Subscription", &mut orders)?;
        Ok(app)
    }

    fn changed<'a>(stack: &'a str, construct: &'a str, change: Change) -> ChangedResource<'a> {
        ChangedResource { stack, construct, type_name: "AWS::SQS::Queue", change }
    }

    #[test]
    fn a_reference_to_another_stack_is_an_edge() {
        let assembly = synthesize(&app().unwrap()).unwrap();
        let graph = build("dev", assembly.stacks.iter(), &[]).unwrap();
        let ranks: Vec<_> = graph
            .stacks
            .iter()
            .map(|it| (it.id.as_str(), it.rank))
            .collect();
        assert_eq!(ranks, [("Topics", 0), ("Orders", 1)]);
        let [edge] = &graph.edges[..] else { panic!("one edge, got {:?}", graph.edges) };
        assert_eq!(edge.kind, EdgeKind::Uses);
        assert_eq!(graph.construct(edge.from).id, "Subscription");
        assert_eq!(graph.construct(edge.to).id, "Placed");
    }

    #[test]
    fn the_gravest_change_of_a_construct_counts_and_what_is_gone_comes_back() {
        let assembly = synthesize(&app().unwrap()).unwrap();
        let changes = [
            changed("Topics", "Placed", Change::Replaced),
            changed("Topics", "Placed", Change::Changed),
            changed("Orders", "Gone", Change::Removed),
            changed("Unknown", "Stack", Change::Added),
            changed("Left", "Queue", Change::Removed),
        ];
        let graph = build("dev", assembly.stacks.iter(), &changes).unwrap();
        let changes: Vec<_> = graph
            .stacks
            .iter()
            .flat_map(|stack| &stack.constructs)
            .map(|it| (it.id.as_str(), it.change))
            .collect();
        assert_eq!(
            changes,
            [
                ("Placed", Some(Change::Replaced)),
                ("Subscription", None),
                ("Gone", Some(Change::Removed)),
                ("Queue", Some(Change::Removed))
            ]
        );
    }
}
