//! How risky a change is, by rules that `docs/review.md` states.

use super::{Action, Presence, ResourceDifference, StackDifference, Verdict, exposure::Direction};

/// How risky something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum RiskLevel {
    /// Nothing differs.
    #[default]
    None,
    /// Nothing that exists is interrupted, opened or lost.
    Low,
    /// Something that exists is interrupted or goes, or somebody may do more.
    Medium,
    /// Data can be lost, the deployment fails, or the world gets in.
    High,
}

/// How risky a change is, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Risk {
    /// The highest level of any reason.
    pub level: RiskLevel,
    /// What makes it so, the worst first.
    pub reasons: Vec<(RiskLevel, String)>,
}

impl RiskLevel {
    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Risk {
    /// The risk of everything in a stack.
    pub(super) fn of(stack: &StackDifference) -> Self {
        let mut reasons: Vec<(RiskLevel, String)> = Vec::new();
        for finding in &stack.findings {
            reasons.push((finding.level, finding.text.clone()));
        }
        for change in &stack.exposure {
            if change.direction == Direction::Broadening {
                reasons.push((change.level, change.sentence()));
            }
        }
        let mut removed = 0;
        for resource in &stack.resources {
            reasons.extend(replaced(resource, stack));
            removed += usize::from(resource.action == Action::Remove);
        }
        // Of a stack that goes as a whole, a finding tells.
        if stack.presence != Presence::Removed && 0 < removed {
            let things = if removed == 1 { "resource is" } else { "resources are" };
            reasons.push((RiskLevel::Medium, format!("{removed} {things} removed")));
        }
        let least = if stack.is_empty() { RiskLevel::None } else { RiskLevel::Low };
        Self::from_reasons(reasons, least)
    }

    /// The risk of several stacks together; each reason says its stack.
    pub(super) fn total(stacks: &[StackDifference]) -> Self {
        let mut reasons = Vec::new();
        for stack in stacks {
            let named =
                |(level, text): &(RiskLevel, String)| (*level, format!("{}: {text}", stack.id));
            reasons.extend(stack.risk.reasons.iter().map(named));
        }
        let least = stacks
            .iter()
            .map(|stack| stack.risk.level)
            .max()
            .unwrap_or_default();
        Self::from_reasons(reasons, least)
    }

    fn from_reasons(mut reasons: Vec<(RiskLevel, String)>, least: RiskLevel) -> Self {
        reasons.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        let level = reasons
            .iter()
            .map(|(level, _)| *level)
            .max()
            .unwrap_or_default()
            .max(least);
        Self { level, reasons }
    }
}

/// What a replacement risks beside data, which is a finding.
fn replaced(resource: &ResourceDifference, stack: &StackDifference) -> Option<(RiskLevel, String)> {
    let has_finding = stack.findings.iter().any(|it| {
        it.logical_id.as_deref() == Some(resource.logical_id.as_str()) && RiskLevel::Low < it.level
    });
    let place = resource.place();
    match resource.replacement {
        _ if has_finding => None,
        Verdict::Wont => None,
        // New revisions are how these are updated.
        _ if is_versioned(&resource.type_name) => None,
        Verdict::May => Some((RiskLevel::Medium, format!("`{place}` may be replaced"))),
        Verdict::Will => Some((RiskLevel::Medium, format!("`{place}` is replaced"))),
    }
}

/// Types of which each change makes another version, by design.
fn is_versioned(type_name: &str) -> bool {
    matches!(
        type_name,
        "AWS::ApiGateway::Deployment"
            | "AWS::ECS::TaskDefinition"
            | "AWS::Lambda::LayerVersion"
            | "AWS::Lambda::Version"
    )
}
