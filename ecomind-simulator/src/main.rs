//! Starts a simulator by hand: `cargo run -p ecomind-simulator -- --port 4570`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for developers")]

use std::process::ExitCode;

use ecomind_simulator::{Pace, Simulator};

const USAGE: &str = "\
usage: ecomind-simulator [--port PORT] [--state FOLDER] [--speed FACTOR]

  --port PORT       where to listen on 127.0.0.1 (default: 4570)
  --state FOLDER    keep the state there (default: in memory)
  --speed FACTOR    let operations last as long as at AWS, divided by this (default: one look each)";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Simulator::builder().port(4570).wall_clock();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("`{argument}` needs a value"))
        };
        builder = match argument.as_str() {
            "--port" => builder.port(value()?.parse()?),
            "--state" => builder.folder(value()?),
            "--speed" => builder.pace(Pace::RealTime(value()?.parse()?)),
            "--help" | "-h" => {
                println!("{USAGE}");
                return Ok(());
            }
            _ => return Err(format!("`{argument}` is not an option\n\n{USAGE}").into()),
        };
    }
    let simulator = builder.start()?;
    println!("export AWS_ENDPOINT_URL={}", simulator.endpoint_url());
    simulator.wait();
    Ok(())
}
