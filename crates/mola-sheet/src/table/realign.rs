//! Takes fields that are too many out of a record, where they are empty and it is plain which they are.

use super::layout::Layout;
use super::line::Line;
use super::shape::Shape;

/// So many fields too many are looked at.
const MOST: u32 = 4;

/// Takes empty fields out until the record has as many as the table has columns, and returns whether
/// any of them stood before other cells; `None` where more than one way fits the columns as well.
pub(super) fn realign(line: &mut Line, layout: &Layout, is_header: bool) -> Option<bool> {
    let width = layout.columns.1;
    if line.fields <= width || line.fields - width > MOST {
        return None;
    }
    let mut taken = line.clone();
    let mut moved = false;
    while taken.fields > width {
        let column = best(&taken, layout, is_header)?;
        moved |= taken.cells.last().is_some_and(|cell| cell.column > column);
        without(&mut taken, column);
    }
    *line = taken;
    Some(moved)
}

/// The empty field without which the record fits its columns best; `None` where several do. Of empty
/// fields beside each other any one is as good as the next.
fn best(line: &Line, layout: &Layout, is_header: bool) -> Option<u32> {
    let is_empty = |column: &u32| line.cell(*column).is_none();
    let candidates = (1..=line.fields).filter(is_empty).filter(|column| *column == 1 || !is_empty(&(column - 1)));
    let mut rated: Vec<(usize, u32)> =
        candidates.map(|column| (misfits(line, column, layout, is_header), column)).collect();
    rated.sort_unstable();
    match rated[..] {
        [(_, column)] => Some(column),
        [(first, column), (second, _), ..] if first < second => Some(column),
        _ => None,
    }
}

/// Cells that do not look like those of their columns, once the field in `left_out` is taken out.
fn misfits(line: &Line, left_out: u32, layout: &Layout, is_header: bool) -> usize {
    (layout.columns.0..=layout.columns.1)
        .filter(|column| {
            let cell = line.cell(if *column < left_out { *column } else { column + 1 });
            match cell {
                None => is_header || layout.full.contains(column),
                // Names tell nothing about what stands below them.
                Some(_) if is_header => false,
                Some(cell) => {
                    let is_data = layout.data.contains(column);
                    let other = if is_data { Shape::Words } else { Shape::Data };
                    cell.shape == other || layout.empty.contains(column)
                }
            }
        })
        .count()
}

fn without(line: &mut Line, column: u32) {
    line.fields -= 1;
    line.cells.iter_mut().filter(|cell| cell.column > column).for_each(|cell| cell.column -= 1);
    line.blanks.retain(|(at, _)| *at != column);
    line.blanks.iter_mut().filter(|(at, _)| *at > column).for_each(|(at, _)| *at -= 1);
}
