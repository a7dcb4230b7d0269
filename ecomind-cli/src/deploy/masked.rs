//! What is told, without secrets.

use super::{Event, Operator, Question, Review, Secrets};

/// Passes on what is told, with asterisks in the place of secrets: a service that refuses a value
/// may repeat it in its reason.
pub(super) struct Masked<'a> {
    pub(super) operator: &'a dyn Operator,
    pub(super) secrets: &'a Secrets,
}

impl Operator for Masked<'_> {
    fn tell(&self, event: &Event) {
        let mut event = event.clone();
        match &mut event {
            Event::Resource(it) => {
                it.reason = it.reason.as_deref().map(|it| self.secrets.mask(it));
            }
            Event::Note { text, .. } => *text = self.secrets.mask(text),
            Event::Remedy { why, .. } => {
                for line in why {
                    *line = self.secrets.mask(line);
                }
            }
            // Names of stacks and statuses, and nothing that a service says.
            Event::Unchanged { .. }
            | Event::Waiting { .. }
            | Event::Reviewing { .. }
            | Event::Started { .. }
            | Event::Finished { .. } => {}
        }
        self.operator.tell(&event);
    }

    fn show(&self, reviews: &[Review]) {
        self.operator.show(reviews);
    }

    fn question(&self, text: &str) -> Option<Question> {
        self.operator.question(text)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use crate::deploy::ResourceEvent;

    use super::*;

    #[derive(Default)]
    struct Ear(RefCell<Vec<String>>);

    impl Operator for Ear {
        fn tell(&self, event: &Event) {
            self.0.borrow_mut().push(event.to_json().to_string());
        }

        fn show(&self, _: &[Review]) {}

        fn question(&self, _: &str) -> Option<Question> {
            None
        }
    }

    #[test]
    fn whatever_a_service_says_is_masked() {
        let (ear, mut secrets) = (Ear::default(), Secrets::default());
        secrets.hide("hunter2");
        let masked = Masked { operator: &ear, secrets: &secrets };
        let said = || "hunter2 is too weak".to_owned();
        masked.tell(&Event::Note { stack: "Work".to_owned(), text: said() });
        masked.tell(&Event::Remedy {
            stack: "Work".to_owned(),
            status: "CREATE_FAILED".to_owned(),
            why: vec![said()],
            steps: Vec::new(),
        });
        masked.tell(&Event::Resource(ResourceEvent {
            stack: "Work".to_owned(),
            logical_id: "Login".to_owned(),
            resource_type: "AWS::SSM::Parameter".to_owned(),
            path: None,
            status: "CREATE_FAILED".to_owned(),
            reason: Some(said()),
            time: 0,
            is_stack: false,
        }));
        let told = ear.0.into_inner();
        assert_eq!(told.len(), 3);
        assert!(told.iter().all(|it| it.contains("**** is too weak")), "{told:?}");
    }
}
