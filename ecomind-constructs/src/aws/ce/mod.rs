//! Cost Explorer: what costs more than it used to.

mod anomaly_detection;
mod anomaly_reports;

pub use self::{
    anomaly_detection::{AnomalyDetection, AnomalyDetectionBuilder},
    anomaly_reports::AnomalyReports,
};
pub use crate::cfn::ids::ce::AnomalyMonitorArn;
