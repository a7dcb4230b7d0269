//! A hundred stacks of 400 resources, synthesized and written: what `benches/processes.py` runs.
//!
//! `cargo run --release -p ecomind-constructs --example hundred_stacks -- FOLDER [STACKS]`
#![expect(clippy::print_stdout, reason = "what it measured is its data")]

#[path = "../../benches/support/many_stacks.rs"]
mod many_stacks;

use std::{env, error, fs, path::PathBuf, time::Instant};

use ecomind_constructs::synth::synthesize;
use many_stacks::many_stacks;

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("say which folder to write to")?);
    let stacks = arguments.next().map_or(Ok(100), |count| count.parse())?;
    fs::create_dir_all(&folder)?;

    let started = Instant::now();
    let app = many_stacks(stacks)?;
    let built = started.elapsed();
    let assembly = synthesize(&app)?;
    let synthesized = started.elapsed();
    let mut bytes = 0;
    for stack in &assembly.stacks {
        bytes += stack.template.len();
        fs::write(folder.join(format!("{}.template.json", stack.id)), &stack.template)?;
    }
    let written = started.elapsed();
    println!(
        "{stacks} stacks, {bytes} bytes: {built:.1?} to build, {synthesized:.1?} with synthesis, \
         {written:.1?} with writing"
    );
    // As the command line does: the system takes the memory back at once.
    std::mem::forget((app, assembly));
    Ok(())
}
