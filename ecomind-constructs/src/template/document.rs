//! Templates that can be asked what they hold.

use std::fmt;

use serde_json::{Map, Value};

/// A template, read from JSON.
///
/// ```
/// use ecomind_constructs::template::Template;
///
/// let text = r#"{"Resources": {"Hello": {"Type": "AWS::SNS::Topic"}}}"#;
/// let template = Template::from_json(text)?;
/// assert_eq!(template.resources().next().unwrap().type_name, "AWS::SNS::Topic");
/// # Ok::<(), ecomind_constructs::template::TemplateError>(())
/// ```
///
/// CloudFormation: [template anatomy](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html)
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template {
    root: Map<String, Value>,
}

/// Why a text is not a template.
#[derive(Debug)]
#[non_exhaustive]
pub enum TemplateError {
    /// It is not JSON.
    Json(serde_json::Error),
    /// It is no YAML that CloudFormation reads.
    #[cfg(feature = "yaml")]
    Yaml(super::YamlError),
    /// A part of it is not what it has to be.
    Shape {
        /// The part, such as `Resources/Queue/Type`.
        at: String,
        /// What it has to be.
        expected: &'static str,
    },
}

/// One resource of a [`Template`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Resource<'a> {
    /// The logical id.
    pub logical_id: &'a str,
    /// The type, such as `AWS::S3::Bucket`.
    pub type_name: &'a str,
    /// Everything that the template says about it.
    pub entry: &'a Map<String, Value>,
}

impl Template {
    /// Reads a template.
    pub fn from_json(text: &str) -> Result<Self, TemplateError> {
        Self::from_value(serde_json::from_str(text).map_err(TemplateError::Json)?)
    }

    /// Reads a template in YAML, with short functions such as `!Sub` or without.
    ///
    /// ```
    /// use ecomind_constructs::template::Template;
    ///
    /// let text = "Resources:\n  Hello:\n    Type: AWS::SNS::Topic\n    DependsOn: !Ref Other\n";
    /// assert!(Template::from_yaml(text).is_ok());
    /// ```
    #[cfg(feature = "yaml")]
    pub fn from_yaml(text: &str) -> Result<Self, TemplateError> {
        Self::from_value(super::yaml_reader::from_yaml(text).map_err(TemplateError::Yaml)?)
    }

    /// Reads a template in JSON when it begins with a brace, and in YAML otherwise.
    #[cfg(feature = "yaml")]
    pub fn from_text(text: &str) -> Result<Self, TemplateError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_start().starts_with('{') {
            Self::from_json(text)
        } else {
            Self::from_yaml(text)
        }
    }

    pub(crate) fn from_value(parsed: Value) -> Result<Self, TemplateError> {
        let shape = |at: String, expected| Err(TemplateError::Shape { at, expected });
        let Value::Object(root) = parsed else {
            return shape("the template".to_owned(), "a map");
        };
        match root.get("Resources") {
            None => {}
            Some(Value::Object(resources)) => {
                for (id, resource) in resources {
                    // A loop is a list, and what it repeats is known only at deployment.
                    if id.starts_with("Fn::") {
                        continue;
                    }
                    let Some(entry) = resource.as_object() else {
                        return shape(format!("Resources/{id}"), "a map");
                    };
                    if !entry.get("Type").is_some_and(Value::is_string) {
                        return shape(format!("Resources/{id}/Type"), "a string");
                    }
                }
            }
            Some(_) => return shape("Resources".to_owned(), "a map"),
        }
        Ok(Self { root })
    }

    /// The whole template.
    #[must_use]
    pub fn root(&self) -> &Map<String, Value> {
        &self.root
    }

    /// A section, such as `Outputs`.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Value> {
        self.root.get(name)
    }

    /// The resources in the order of the template, without those that `Fn::ForEach` repeats.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        let entries = self
            .section("Resources")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        entries.filter_map(|(logical_id, resource)| {
            let entry = resource.as_object()?;
            let type_name = entry.get("Type")?.as_str()?;
            Some(Resource { logical_id, type_name, entry })
        })
    }

    /// The resource with this logical id.
    #[must_use]
    pub fn resource(&self, logical_id: &str) -> Option<Resource<'_>> {
        let resources = self.section("Resources")?.as_object()?;
        let (logical_id, resource) = resources.get_key_value(logical_id)?;
        let entry = resource.as_object()?;
        let type_name = entry.get("Type")?.as_str()?;
        Some(Resource { logical_id, type_name, entry })
    }

    /// The template in YAML with short intrinsic functions, as people review it.
    #[cfg(feature = "yaml")]
    #[must_use]
    pub fn to_yaml(&self) -> String {
        super::yaml::to_yaml(&self.root)
    }
}

impl<'a> Resource<'a> {
    /// A property, if it is set.
    #[must_use]
    pub fn property(self, name: &str) -> Option<&'a Value> {
        self.entry.get("Properties")?.get(name)
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "a template must be JSON: {error}"),
            #[cfg(feature = "yaml")]
            Self::Yaml(error) => write!(f, "a template must be JSON or YAML: {error}"),
            Self::Shape { at, expected } => write!(f, "{at} must be {expected}"),
        }
    }
}

impl std::error::Error for TemplateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            #[cfg(feature = "yaml")]
            Self::Yaml(error) => Some(error),
            Self::Shape { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_what_is_not_a_template() {
        let texts = ["[]", "{", r#"{"Resources": []}"#, r#"{"Resources": {"Queue": {}}}"#];
        let errors = texts.map(|text| Template::from_json(text).unwrap_err().to_string());
        insta::assert_snapshot!(errors.join("\n"), @"
        the template must be a map
        a template must be JSON: EOF while parsing an object at line 1 column 1
        Resources must be a map
        Resources/Queue/Type must be a string
        ");
    }
}
