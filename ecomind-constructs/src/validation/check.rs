//! What is checked of every template: the rules that need no knowledge of single services.

use super::{RuleId, Severity};

macro_rules! checks {
    ($($name:ident $id:literal $severity:ident $what:literal;)*) => {
        /// A rule that follows from the schemas or from the grammar of templates.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Check {
            $(#[doc = $what] $name,)*
        }

        impl Check {
            /// Every check, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What the rule is called.
            pub const fn id(self) -> RuleId {
                RuleId::new(match self { $(Self::$name => $id,)* })
            }

            /// How bad its findings are.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What holds of a template that it finds nothing in.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$name => $what,)* }
            }
        }
    };
}

checks! {
    Section "template-section" Error "A template has the sections that CloudFormation knows, with the shapes that they have.";
    LogicalId "logical-id" Error "Logical ids are letters and digits, at most 255, and unique over sections.";
    ResourceType "resource-type" Error "The type of a resource exists.";
    Region "region" Error "The type of a resource exists in the region of its stack.";
    Withdrawn "withdrawn-type" Error "The service of a type has not been shut down.";
    Leaving "leaving-type" Warning "The service of a type is not about to be shut down, and takes new customers.";
    ResourceAttribute "resource-attribute" Error "`DeletionPolicy`, `UpdatePolicy` and their like have names and values that CloudFormation takes.";
    UnknownProperty "unknown-property" Error "Every property is one of its type.";
    MissingProperty "missing-property" Error "Properties that a type requires are there.";
    ReadOnlyProperty "read-only-property" Error "Properties that AWS alone sets are left to it.";
    DeprecatedProperty "deprecated-property" Warning "No property is set that AWS advises against.";
    Type "value-type" Error "Values are of the type that their property has, and so are those of functions.";
    Value "allowed-values" Error "A value is one of those that its property takes.";
    Pattern "pattern" Error "A text matches the pattern of its property.";
    Format "format" Error "Ids, ARNs and address ranges look like what they are, and refer to what they name.";
    Length "length" Error "Texts, lists and maps have as many characters, items and entries as their property takes.";
    Range "range" Error "A number is in the range of its property.";
    Unique "unique-items" Error "Lists of unique items hold no item twice, and no tag has one key twice.";
    Choice "property-choice" Error "Of properties that exclude each other one is there, and of those of which one is needed.";
    Together "properties-together" Error "A property comes with those that it needs.";
    Apart "properties-apart" Error "A property comes without those that it excludes.";
    Function "function" Error "Intrinsic functions exist, stand where they may, and have the arguments that they take.";
    Reference "reference" Error "Whatever a template refers to is in it.";
    Attribute "attribute" Error "`Fn::GetAtt` and `Fn::Sub` name attributes that their resource has.";
    DynamicReference "dynamic-reference" Error "Dynamic references name a service that has them, and stand where it resolves them.";
    DependsOn "depends-on" Error "`DependsOn` names other resources of the template, each once.";
    Redundant "redundant-dependency" Warning "`DependsOn` says nothing that a reference says already.";
    Cycle "circular-dependency" Error "Resources do not wait for each other in a circle.";
    Parameter "parameter" Error "Parameters have types and limits that CloudFormation takes, and defaults inside them.";
    Output "output" Error "Outputs have a value, and names of exports that are unique.";
    Unused "unused-element" Warning "Parameters, mappings and conditions are used.";
    Limit "limit" Error "A template is within CloudFormation's quotas.";
    NearLimit "near-limit" Warning "A template is below 80 % of CloudFormation's quotas.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<_> = Check::ALL.iter().map(|check| check.id()).collect();
        assert_eq!(ids.len(), Check::ALL.len());
    }
}
