//! The app that is deployed: three stacks, of which one reads from another.

use ecomind_constructs::{
    Result,
    prelude::*,
    synth::{Assembly, synthesize},
};
use serde_json::json;

/// A version of the app.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shop {
    /// The table, which holds data. Another name is another table.
    pub(super) table: &'static str,
    /// Seconds until a message is seen, and what that is called.
    pub(super) delay: i64,
    pub(super) property: &'static str,
    pub(super) has_archive: bool,
    /// Whether a template is too large to be sent at once.
    pub(super) is_large: bool,
    pub(super) is_protected: bool,
}

pub(super) const FIRST: Shop = Shop {
    table: "orders",
    delay: 1,
    property: "DelaySeconds",
    has_archive: false,
    is_large: false,
    is_protected: false,
};

impl Shop {
    /// Its stacks: `Data` with the table, `Side` that knows nobody, `Work` that reads the name of
    /// the table.
    pub(super) fn assembly(&self) -> Assembly {
        self.app()
            .and_then(|app| synthesize(&app))
            .expect("the app of the tests is right")
    }

    fn app(&self) -> Result<App> {
        let mut app = App::new().name_prefix("shop");
        let mut data = self.stack("Data", &mut app)?;
        let table = RawResource::new("AWS::DynamoDB::Table")
            .property("TableName", self.table)
            .property("BillingMode", "PAY_PER_REQUEST")
            .property(
                "AttributeDefinitions",
                json!([{"AttributeName": "id", "AttributeType": "S"}]),
            )
            .property("KeySchema", json!([{"AttributeName": "id", "KeyType": "HASH"}]))
            .add("Table", &mut data)?;

        let mut side = self.stack("Side", &mut app)?;
        for number in 0..if self.is_large { 20 } else { 1 } {
            RawResource::new("AWS::SSM::Parameter")
                .property("Type", "String")
                .property("Value", "x".repeat(3000))
                .add(format!("Text{number}"), &mut side)?;
        }

        let mut work = self.stack("Work", &mut app)?;
        RawResource::new("AWS::SQS::Queue")
            .property(self.property, self.delay)
            .property("Tags", json!([{"Key": "table", "Value": "of the shop"}]))
            .add("Queue", &mut work)?;
        RawResource::new("AWS::SSM::Parameter")
            .property("Type", "String")
            .property("Value", table.reference())
            .add("TableName", &mut work)?;
        if self.has_archive {
            RawResource::new("AWS::SQS::Queue").add("Archive", &mut work)?;
        }
        Ok(app)
    }

    fn stack<'app>(&self, id: &str, app: &'app mut App) -> Result<Scope<'app>> {
        Stack::builder(id)
            .termination_protection(self.is_protected)
            .build(app)
    }
}
