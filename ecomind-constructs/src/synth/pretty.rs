//! Pretty JSON, in the form of `serde_json`'s own formatter.
//!
//! That one writes an indentation step by step; most bytes of a template are indentation, and
//! written at once they cost a seventh fewer instructions (190 to 162 million for 20 stacks of 400
//! resources, by valgrind).

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Enough for 32 levels; what is deeper takes several writes.
const COMMA_BREAK_AND_SPACES: &[u8; 66] =
    b",\n                                                                ";

/// Writes each entry on a line of its own, two spaces deeper than what holds it.
#[derive(Debug, Default)]
pub(super) struct Pretty {
    depth: usize,
    has_value: bool,
}

impl Pretty {
    fn new_line<W: Write + ?Sized>(&self, writer: &mut W, with_comma: bool) -> io::Result<()> {
        let (_, spaces) = COMMA_BREAK_AND_SPACES.split_at(2);
        let mut left = self.depth * 2;
        let now = left.min(spaces.len());
        writer.write_all(&COMMA_BREAK_AND_SPACES[usize::from(!with_comma)..2 + now])?;
        left -= now;
        while 0 < left {
            let now = left.min(spaces.len());
            writer.write_all(&spaces[..now])?;
            left -= now;
        }
        Ok(())
    }

    fn begin<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn end<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.new_line(writer, false)?;
        }
        writer.write_all(bracket)
    }

    fn next<W: Write + ?Sized>(&self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.new_line(writer, !is_first)
    }
}

impl Formatter for Pretty {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.next(writer, is_first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.next(writer, is_first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::{Serializer, Value, json};

    use super::*;

    fn pretty(value: &Value) -> String {
        let mut bytes = Vec::new();
        value
            .serialize(&mut Serializer::with_formatter(&mut bytes, Pretty::default()))
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn writes_what_serde_json_writes() {
        let mut deep = json!({"a": [], "b": {}, "c": [1, {"d": null}], "e": "x\"y"});
        for _ in 0..80 {
            deep = json!({"in": [deep, true]});
            assert_eq!(pretty(&deep), serde_json::to_string_pretty(&deep).unwrap());
        }
    }
}
