//! Columns.

/// Rows of cells as lines, in columns two spaces apart; `right` are the columns that end in line.
pub(super) fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let length = |text: &String| text.chars().count();
    let width = |column| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(length)
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - length(cell));
            line += if column == 0 { "" } else { "  " };
            line += &if right.contains(&column) { padding + cell } else { cell.clone() + &padding };
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_in_line() {
        let row = |cells: &[&str]| cells.iter().map(ToString::to_string).collect();
        let rows = [row(&["Größe", "9", "x"]), row(&["B", "10"])];
        assert_eq!(aligned(&rows, &[1]), "Größe   9  x\nB      10\n");
    }
}
