//! Calls about drift.

use aws_sdk_cloudformation::types;

use crate::cloudformation::{Detection, PropertyDrift, ResourceDrift, Result};

use super::{SdkCloudFormation, failed, stacks::text};

impl SdkCloudFormation {
    pub(super) async fn detect_stack_drift(&self, stack: &str) -> Result<String> {
        let call = self.cloudformation.detect_stack_drift().stack_name(stack);
        let answer = call.send().await.map_err(failed("DetectStackDrift"))?;
        Ok(answer.stack_drift_detection_id.unwrap_or_default())
    }

    pub(super) async fn describe_detection(&self, id: &str) -> Result<Detection> {
        let call = self.cloudformation.describe_stack_drift_detection_status();
        let answer = call.stack_drift_detection_id(id).send().await;
        let answer = answer.map_err(failed("DescribeStackDriftDetectionStatus"))?;
        Ok(match answer.detection_status {
            Some(types::StackDriftDetectionStatus::DetectionInProgress) => Detection::InProgress,
            // It fails when some resources could not be looked at; others were.
            _ => Detection::Over { reason: answer.detection_status_reason },
        })
    }

    pub(super) async fn list_drifts(&self, stack: &str) -> Result<Vec<ResourceDrift>> {
        let mut drifts = Vec::new();
        let mut token = None;
        loop {
            let call = self.cloudformation.describe_stack_resource_drifts();
            let answer = call.stack_name(stack).set_next_token(token).send().await;
            let page = answer.map_err(failed("DescribeStackResourceDrifts"))?;
            let page_drifts = page.stack_resource_drifts.unwrap_or_default();
            drifts.extend(page_drifts.into_iter().map(resource_drift));
            token = page.next_token;
            if token.is_none() {
                return Ok(drifts);
            }
        }
    }
}

fn resource_drift(it: types::StackResourceDrift) -> ResourceDrift {
    let differences = it.property_differences.unwrap_or_default().into_iter();
    let property = |it: types::PropertyDifference| PropertyDrift {
        path: it.property_path.unwrap_or_default(),
        expected: it.expected_value.unwrap_or_default(),
        actual: it.actual_value.unwrap_or_default(),
    };
    ResourceDrift {
        logical_id: it.logical_resource_id.unwrap_or_default(),
        physical_id: it.physical_resource_id.unwrap_or_default(),
        resource_type: it.resource_type.unwrap_or_default(),
        status: text(it.stack_resource_drift_status),
        differences: differences.map(property).collect(),
    }
}
