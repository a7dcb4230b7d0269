//! Writes `schema.bin`: what `ecomind_constructs::schema` reads.
//!
//! Its reader finds one type by binary search and decodes nothing else, so the layout is tables
//! of fixed width (strings, shapes, types) and, behind them, records that point into the tables.
//! All numbers of fixed width are `u32`, little-endian; within records they are variable
//! (seven bits a byte, least significant first).
//!
//! ```text
//! magic, counts            b"ECS1", then: strings, bytes of them, shapes, bytes of them,
//!                          types, bytes of their records, regions
//! strings                  offset of each, and of the end; then the bytes
//! shapes                   the same
//! types                    name and offset of each, by name; then the records
//! regions                  the name of each
//! ```

mod encoder;
mod record;
mod tables;

use crate::ir::Ir;
use encoder::Encoder;
use tables::Tables;

/// The whole file.
pub(crate) fn render(ir: &Ir) -> Vec<u8> {
    let tables = Tables::collect(ir);
    let shapes: Vec<Vec<u8>> = tables
        .shapes()
        .map(|it| record::shape(&tables, it))
        .collect();
    let types: Vec<(u32, Vec<u8>)> = ir
        .resources
        .iter()
        .map(|(name, resource)| (tables.string(name), record::resource(&tables, resource)))
        .collect();

    let strings: Vec<&[u8]> = tables.strings().map(str::as_bytes).collect();
    let shapes: Vec<&[u8]> = shapes.iter().map(Vec::as_slice).collect();
    let mut out = Encoder::default();
    out.bytes(b"ECS1");
    out.fixed(strings.len());
    out.fixed(size(&strings));
    out.fixed(shapes.len());
    out.fixed(size(&shapes));
    out.fixed(types.len());
    out.fixed(types.iter().map(|(_, record)| record.len()).sum());
    out.fixed(ir.regions.len());
    table(&mut out, &strings);
    table(&mut out, &shapes);
    let mut offset = 0;
    for (name, record) in &types {
        out.bytes(&name.to_le_bytes());
        out.fixed(offset);
        offset += record.len();
    }
    for (_, record) in &types {
        out.bytes(record);
    }
    for region in &ir.regions {
        out.bytes(&tables.string(region).to_le_bytes());
    }
    out.finish()
}

fn size(items: &[&[u8]]) -> usize {
    items.iter().map(|item| item.len()).sum()
}

fn table(out: &mut Encoder, items: &[&[u8]]) {
    let mut offset = 0;
    out.fixed(offset);
    for item in items {
        offset += item.len();
        out.fixed(offset);
    }
    for item in items {
        out.bytes(item);
    }
}
