//! A network that somebody else owns, used by its ids, with a group that lets nobody in but its
//! neighbour.
//!
//! `cargo run --example existing_vpc -p ecomind`
#![expect(clippy::print_stdout, reason = "an example prints the template it makes")]

use ecomind_constructs::{prelude::*, testing};

fn main() -> Result<()> {
    let mut app = App::new().region("us-east-1");
    let mut stack = app.stack("Reports")?;

    // Nothing of it becomes a resource of this stack.
    let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d4e5f60718")
        .private_subnet("use1-az1", "subnet-0a1b2c3d4e5f60711")
        .private_subnet("use1-az2", "subnet-0a1b2c3d4e5f60712")
        .build(&mut stack)?;

    // Closed at first, in both directions.
    let mut scope = stack.child("Database")?;
    let database = Connections::closed(&vpc, Port::POSTGRES, &mut scope)?;
    let mut scope = stack.child("Worker")?;
    let worker = Connections::closed(&vpc, None, &mut scope)?;
    // One rule out of the worker and one into the database, for this port alone.
    database.allow_from(&worker, &mut stack)?;

    println!("{}", testing::template_of(&app, "Reports").yaml());
    Ok(())
}
