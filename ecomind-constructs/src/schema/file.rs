//! The layout of `schema.bin`, which `xtask/src/schema` writes and describes.

use std::{cmp::Ordering, collections::BTreeMap, sync::LazyLock};

use super::reader::Reader;

static DATA: &[u8] = include_bytes!("schema.bin");

/// Where the tables start, known when the program is compiled.
const LAYOUT: Layout = Layout::new();

struct Layout {
    strings: Table,
    shapes: Table,
    type_count: usize,
    types: usize,
    records: usize,
    region_count: usize,
    regions: usize,
}

/// Offsets of the items and of the end; then the bytes of the items.
struct Table {
    offsets: usize,
    bytes: usize,
}

impl Layout {
    const fn new() -> Self {
        let data = include_bytes!("schema.bin");
        assert!(matches!(data, [b'E', b'C', b'S', b'1', ..]), "not a schema file of this version");
        let strings = Table::new(32, fixed(data, 4));
        let after = strings.bytes + fixed(data, 8);
        let shapes = Table::new(after, fixed(data, 12));
        let types = shapes.bytes + fixed(data, 16);
        let type_count = fixed(data, 20);
        let records = types + 8 * type_count;
        let regions = records + fixed(data, 24);
        let region_count = fixed(data, 28);
        Self { strings, shapes, type_count, types, records, region_count, regions }
    }
}

impl Table {
    const fn new(offsets: usize, count: usize) -> Self {
        Self { offsets, bytes: offsets + 4 * (count + 1) }
    }

    fn item(&self, index: u32) -> &'static [u8] {
        let offset = self.offsets + 4 * index as usize;
        let (start, end) = (fixed(DATA, offset), fixed(DATA, offset + 4));
        &DATA[self.bytes + start..self.bytes + end]
    }
}

const fn fixed(data: &[u8], at: usize) -> usize {
    u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]]) as usize
}

fn fixed_bytes(at: usize) -> &'static [u8] {
    LAYOUT
        .strings
        .item(u32::try_from(fixed(DATA, at)).unwrap_or_default())
}

fn fixed_string(at: usize) -> &'static str {
    std::str::from_utf8(fixed_bytes(at)).unwrap_or_default()
}

pub(super) fn string(index: u32) -> &'static str {
    std::str::from_utf8(LAYOUT.strings.item(index)).unwrap_or_default()
}

/// Whether the string at `index` is `text`. What is only compared need not be made a text.
pub(super) fn is_string(index: u32, text: &str) -> bool {
    LAYOUT.strings.item(index) == text.as_bytes()
}

/// How the string at `index` is ordered beside `text`.
pub(super) fn compare_string(index: u32, text: &str) -> Ordering {
    LAYOUT.strings.item(index).cmp(text.as_bytes())
}

pub(super) fn shape(index: u32) -> Reader {
    Reader::new(LAYOUT.shapes.item(index))
}

fn type_name(index: usize) -> &'static str {
    fixed_string(LAYOUT.types + 8 * index)
}

pub(super) fn type_names() -> impl ExactSizeIterator<Item = &'static str> {
    (0..LAYOUT.type_count).map(type_name)
}

pub(super) fn regions() -> impl ExactSizeIterator<Item = &'static str> {
    (0..LAYOUT.region_count).map(|index| fixed_string(LAYOUT.regions + 4 * index))
}

/// The place of a region in the list of them.
pub(super) fn region_index(name: &str) -> Option<usize> {
    // It is asked for with each resource.
    static REGIONS: LazyLock<BTreeMap<&str, usize>> =
        LazyLock::new(|| regions().enumerate().map(|(at, name)| (name, at)).collect());
    REGIONS.get(name).copied()
}

/// The record of a type, and its name as it is in the file.
pub(super) fn find(name: &str) -> Option<(&'static str, Reader)> {
    let (mut low, mut high) = (0, LAYOUT.type_count);
    while low < high {
        let middle = low.midpoint(high);
        match fixed_bytes(LAYOUT.types + 8 * middle).cmp(name.as_bytes()) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => {
                let start = LAYOUT.records + fixed(DATA, LAYOUT.types + 8 * middle + 4);
                return Some((type_name(middle), Reader::new(&DATA[start..LAYOUT.regions])));
            }
        }
    }
    None
}
