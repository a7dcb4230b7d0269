//! Definitions of resources on their way into another stack, or under another logical id.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// Stack and logical id.
pub(crate) type Location = (usize, String);

/// What is known of stacks before resources move.
pub(crate) struct Rewriter<'a> {
    /// What CloudFormation calls the stacks.
    pub(crate) names: Vec<&'a str>,
    /// The templates that are deployed, of the stacks that have any.
    pub(crate) deployed: &'a BTreeMap<usize, Value>,
    /// The templates that the app wants.
    pub(crate) desired: Vec<&'a Value>,
    pub(crate) moves: &'a BTreeMap<Location, Location>,
    /// Outputs that stacks must have so that others can read what is theirs now: stack, name, value.
    pub(crate) outputs: BTreeSet<(usize, String, String)>,
    /// The name of an output that nobody wants but for the move, by its value.
    pub(crate) name: &'a dyn Fn(&Value) -> String,
}

impl Rewriter<'_> {
    /// `value`, which stood in the stack `was`, as it must be in the stack `is`.
    pub(crate) fn rewrite(
        &mut self,
        value: &Value,
        was: usize,
        is: usize,
    ) -> Result<Value, String> {
        match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.rewrite(item, was, is))
                .collect(),
            Value::Object(map) => self.object(map, was, is),
            other => Ok(other.clone()),
        }
    }

    fn object(&mut self, map: &Map<String, Value>, was: usize, is: usize) -> Result<Value, String> {
        let mut rewritten = Map::new();
        for (key, value) in map {
            match (key.as_str(), value) {
                ("Ref", Value::String(name)) => return self.reference(name, None, was, is),
                ("Fn::GetAtt", value) => {
                    let (name, attribute) = attribute(value)?;
                    return self.reference(&name, Some(&attribute), was, is);
                }
                ("Fn::Sub", value) => return self.sub(value, was, is),
                ("Fn::GetStackOutput", output) if was != is => {
                    if let Some(local) = self.own_output(output, is) {
                        return self.rewrite(&local, is, is);
                    }
                }
                ("Fn::ImportValue", Value::String(export)) if was != is => {
                    if let Some(local) = self.own_export(export, is) {
                        return self.rewrite(&local, is, is);
                    }
                }
                ("DependsOn", names) => {
                    let own: Vec<Value> = self.depends_on(names, was, is);
                    if !own.is_empty() {
                        rewritten.insert(key.clone(), Value::Array(own));
                    }
                    continue;
                }
                ("Condition", Value::String(name)) => {
                    self.same_section("Conditions", "condition", name, was, is)?;
                }
                ("Fn::If", Value::Array(parts)) => {
                    let name = parts.first().and_then(Value::as_str).unwrap_or_default();
                    self.same_section("Conditions", "condition", name, was, is)?;
                }
                ("Fn::FindInMap", Value::Array(parts)) => {
                    let name = parts.first().and_then(Value::as_str).unwrap_or_default();
                    self.same_section("Mappings", "mapping", name, was, is)?;
                }
                _ => {}
            }
            rewritten.insert(key.clone(), self.rewrite(value, was, is)?);
        }
        Ok(Value::Object(rewritten))
    }

    /// Where an element of the stack `was` is from now on; none for parameters and what AWS names.
    fn locate(&self, name: &str, was: usize) -> Option<Location> {
        let old = (was, name.to_owned());
        let is_resource = self.deployed.get(&was)?["Resources"].get(name).is_some();
        self.moves.get(&old).cloned().or(is_resource.then_some(old))
    }

    fn reference(
        &mut self,
        name: &str,
        attribute: Option<&str>,
        was: usize,
        is: usize,
    ) -> Result<Value, String> {
        let make = |id: &str| match attribute {
            None => json!({"Ref": id}),
            Some(attribute) => json!({"Fn::GetAtt": [id, attribute]}),
        };
        match self.locate(name, was) {
            Some((stack, id)) if stack == is => Ok(make(&id)),
            Some((stack, id)) => Ok(self.output(stack, &make(&id))),
            None if was == is || name.starts_with("AWS::") => Ok(make(name)),
            None => Err(format!("the parameter `{name}` does not go with it")),
        }
    }

    /// How others read `value` of a stack: by the output that the app wants for it, if it has one.
    fn output(&mut self, stack: usize, value: &Value) -> Value {
        let outputs = self.desired[stack]["Outputs"].as_object();
        let is_it = |(_, output): &(&String, &Value)| {
            output["Value"] == *value && output.get("Export").is_none()
        };
        let wanted = outputs.into_iter().flatten().find(is_it);
        let name = wanted.map_or_else(|| (self.name)(value), |(name, _)| name.clone());
        self.outputs
            .insert((stack, name.clone(), value.to_string()));
        json!({"Fn::GetStackOutput": {"StackName": self.names[stack], "OutputName": name}})
    }

    fn sub(&mut self, value: &Value, was: usize, is: usize) -> Result<Value, String> {
        let text = value
            .as_str()
            .or_else(|| value[0].as_str())
            .unwrap_or_default();
        let empty = Map::new();
        let given = value[1].as_object().unwrap_or(&empty).clone();
        let mut variables = Map::new();
        for (name, value) in &given {
            variables.insert(name.clone(), self.rewrite(value, was, is)?);
        }
        let mut parts = text.split("${");
        let mut rewritten = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let Some((name, rest)) = part.split_once('}') else {
                rewritten.extend(["${", part]);
                continue;
            };
            let (element, attribute) = match name.split_once('.') {
                Some((element, attribute)) => (element, Some(attribute)),
                None => (name, None),
            };
            let is_own = name.starts_with('!') || given.contains_key(name);
            let name = if is_own {
                name.to_owned()
            } else {
                match self.reference(element, attribute, was, is)? {
                    value if value.get("Ref").is_some() => {
                        value["Ref"].as_str().unwrap_or_default().to_owned()
                    }
                    value if value.get("Fn::GetAtt").is_some() => {
                        let (element, attribute) = self::attribute(&value["Fn::GetAtt"])?;
                        format!("{element}.{attribute}")
                    }
                    elsewhere => {
                        let name = format!("Moved{}", variables.len());
                        variables.insert(name.clone(), elsewhere);
                        name
                    }
                }
            };
            rewritten.extend(["${", name.as_str(), "}", rest]);
        }
        if variables.is_empty() {
            return Ok(json!({"Fn::Sub": rewritten}));
        }
        Ok(json!({"Fn::Sub": [rewritten, variables]}))
    }

    /// The value of an output that the stack `is` has, if that is what is read.
    fn own_output(&self, output: &Value, is: usize) -> Option<Value> {
        let is_own = output["StackName"] == self.names[is] && output.get("Region").is_none();
        let name = output["OutputName"].as_str().filter(|_| is_own)?;
        self.deployed.get(&is)?["Outputs"][name]
            .get("Value")
            .cloned()
    }

    fn own_export(&self, export: &str, is: usize) -> Option<Value> {
        let outputs = self.deployed.get(&is)?["Outputs"].as_object()?;
        let output = outputs
            .values()
            .find(|output| output["Export"]["Name"] == export)?;
        output.get("Value").cloned()
    }

    fn depends_on(&self, names: &Value, was: usize, is: usize) -> Vec<Value> {
        let one = names.as_str().into_iter();
        let several = names
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let places = one.chain(several).filter_map(|name| self.locate(name, was));
        places
            .filter(|(stack, _)| *stack == is)
            .map(|(_, id)| Value::from(id))
            .collect()
    }

    fn same_section(
        &self,
        section: &str,
        what: &str,
        name: &str,
        was: usize,
        is: usize,
    ) -> Result<(), String> {
        let of = |stack: usize| self.deployed.get(&stack).map(|it| &it[section][name]);
        if was == is || of(was) == of(is) {
            return Ok(());
        }
        Err(format!("the {what} `{name}` does not go with it"))
    }
}

/// The two parts of a `Fn::GetAtt`.
fn attribute(value: &Value) -> Result<(String, String), String> {
    let parts = match value {
        Value::String(text) => text.split_once('.'),
        other => other[0].as_str().zip(other[1].as_str()),
    };
    let (name, attribute) = parts.ok_or_else(|| format!("nobody knows what {value} refers to"))?;
    Ok((name.to_owned(), attribute.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(value: &Value, was: usize, is: usize) -> Result<(Value, Vec<String>), String> {
        let deployed: BTreeMap<usize, Value> = [
            (
                0,
                json!({
                    "Parameters": {"Size": {}},
                    "Resources": {"Stays": {}, "Goes": {}},
                }),
            ),
            (1, json!({"Resources": {"There": {}}, "Outputs": {"O": {"Value": {"Ref": "There"}}}})),
        ]
        .into();
        let moves = [((0, "Goes".to_owned()), (1, "Came".to_owned()))].into();
        let old = json!({});
        let new = json!({"Outputs": {"Came": {"Value": {"Ref": "Came"}}}});
        let mut rewriter = Rewriter {
            names: vec!["shop-old", "shop-new"],
            deployed: &deployed,
            desired: vec![&old, &new],
            moves: &moves,
            outputs: BTreeSet::new(),
            name: &|_| "MovedValue".to_owned(),
        };
        let value = rewriter.rewrite(value, was, is)?;
        let outputs = rewriter.outputs.into_iter();
        Ok((
            value,
            outputs
                .map(|(stack, name, value)| format!("{stack} {name} {value}"))
                .collect(),
        ))
    }

    #[test]
    fn what_stays_reads_what_went_by_an_output_that_the_app_wants() {
        let (value, outputs) = rewritten(&json!({"Ref": "Goes"}), 0, 0).unwrap();
        assert_eq!(
            value,
            json!({"Fn::GetStackOutput": {"StackName": "shop-new", "OutputName": "Came"}})
        );
        assert_eq!(outputs, [r#"1 Came {"Ref":"Came"}"#]);
    }

    #[test]
    fn what_went_reads_what_stayed_by_an_output_of_ours() {
        let (value, outputs) = rewritten(&json!({"Fn::GetAtt": "Stays.Arn"}), 0, 1).unwrap();
        assert_eq!(value["Fn::GetStackOutput"]["StackName"], "shop-old");
        assert!(outputs[0].starts_with("0 Moved"), "{outputs:?}");
    }

    #[test]
    fn what_came_home_refers_to_its_own_stack() {
        let output = json!({"Fn::GetStackOutput": {"StackName": "shop-new", "OutputName": "O"}});
        assert_eq!(rewritten(&output, 0, 1).unwrap(), (json!({"Ref": "There"}), vec![]));
        let both = json!({"DependsOn": ["Goes", "Stays"]});
        assert_eq!(rewritten(&both, 0, 1).unwrap().0, json!({"DependsOn": ["Came"]}));
    }

    #[test]
    fn texts_are_rewritten_inside() {
        let (value, _) =
            rewritten(&json!({"Fn::Sub": "${!x}-${Goes.Arn}-${AWS::Region}"}), 0, 1).unwrap();
        assert_eq!(value, json!({"Fn::Sub": "${!x}-${Came.Arn}-${AWS::Region}"}));
        let (value, _) = rewritten(&json!({"Fn::Sub": "a-${Goes}"}), 0, 0).unwrap();
        assert_eq!(value["Fn::Sub"][0], "a-${Moved0}");
        assert_eq!(value["Fn::Sub"][1]["Moved0"]["Fn::GetStackOutput"]["OutputName"], "Came");
    }

    #[test]
    fn rejects_what_does_not_go_along() {
        let refused = |value: Value| rewritten(&value, 0, 1).unwrap_err();
        assert_eq!(refused(json!({"Ref": "Size"})), "the parameter `Size` does not go with it");
    }
}
