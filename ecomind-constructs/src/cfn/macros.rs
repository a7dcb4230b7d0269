//! What the generated types have in common.
#![allow(unused_macros, reason = "which ones are used depends on the features")]

/// A resource type: its name, what `Ref` gives, and where its tags go.
macro_rules! resource {
    ($(#[$meta:meta])* $name:ident, $type_name:literal, $reference:ty, $($tagging:tt)+) => {
        object! { $(#[$meta])* #[must_use = "adds nothing until `add` is called"] $name }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl crate::tree::Resource for $name {
            type Reference = $reference;

            fn type_name(&self) -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($type_name)
            }

            fn tagging(&self) -> crate::tree::Tagging {
                crate::tree::Tagging::$($tagging)+
            }

            fn into_properties(self) -> crate::value::Properties {
                self.0
            }

            fn from_properties(_: &str, properties: crate::value::Properties) -> Self {
                Self(properties)
            }
        }
    };
}

/// A property type: a map of properties under a name. It has no `Debug`: ten thousand of these
/// would take a tenth of the time that the crate needs to compile.
macro_rules! object {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(crate::value::Properties);

        impl crate::value::IntoValue<$name> for $name {
            fn into_value(self) -> crate::value::Value<$name> {
                crate::value::Value::from_expr(crate::value::Expr::Map(self.0))
            }
        }
    };
}

/// The values that a property allows, and an escape for those that AWS added since.
macro_rules! values {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $value, "`")] $variant,)*
            /// A value that AWS added since.
            Other(String),
        }

        impl $name {
            /// The value as CloudFormation writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Other(value) => value,
                }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl crate::value::IntoValue<$name> for $name {
            fn into_value(self) -> crate::value::Value<$name> {
                let value = std::borrow::Cow::Owned(self.as_str().to_owned());
                crate::value::Value::from_expr(crate::value::Expr::String(value))
            }
        }
    };
}

/// A handle can be passed where this id is due: what `Ref` gives, or an attribute.
macro_rules! provides {
    ($name:ident, $id:ty) => {
        impl super::Provides<$id> for $name {
            fn provide(handle: crate::tree::Ref<Self>) -> crate::value::Value<$id> {
                handle.reference().cast()
            }
        }
    };
    ($name:ident, $id:ty, $attribute:literal) => {
        impl super::Provides<$id> for $name {
            fn provide(handle: crate::tree::Ref<Self>) -> crate::value::Value<$id> {
                super::provides::attribute(handle, $attribute)
            }
        }
    };
}

/// The ids of one service.
macro_rules! ids {
    ($service:ident { $($name:ident = $attribute:literal of $type_name:literal;)* }) => {
        #[doc = concat!("Ids of `", stringify!($service), "`.")]
        pub mod $service {
            $(
                #[doc = concat!("The `", $attribute, "` of an `", $type_name, "`.")]
                pub enum $name {}

                impl crate::value::IdType for $name {}
            )*
        }
    };
}

/// The link to what AWS says of a property of a resource: its page, and the place on it.
macro_rules! of_resource {
    ($page:literal, $property:literal) => {
        link!("aws-resource-", $page, $property)
    };
}

/// The link to what AWS says of a property of a property type.
macro_rules! of_object {
    ($page:literal, $property:literal) => {
        link!("aws-properties-", $page, $property)
    };
}

/// A paragraph with a link: the first line break ends the line before, the second one parts them.
macro_rules! link {
    ($kind:literal, $page:literal, $property:literal) => {
        concat!(
            "\n\n[AWS's page](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/",
            $kind,
            $page,
            ".html#cfn-",
            $page,
            "-",
            $property,
            ")"
        )
    };
}
