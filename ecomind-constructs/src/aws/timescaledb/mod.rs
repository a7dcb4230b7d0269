//! TimescaleDB on EC2: `PostgreSQL` with hypertables, which RDS does not have.

mod database;
mod database_alarms;
mod database_builder;
mod flaws;
mod origin;
mod recovery;
mod release;
mod role;
mod snapshots;
mod user_data;

pub use self::{
    database::TimescaleDb,
    database_alarms::{TimescaleDbAlarms, TimescaleDbAlarmsBuilder},
    database_builder::TimescaleDbBuilder,
    release::TimescaleRelease,
};
