//! `.xlsx`: cell by cell, so that one cell in the last corner costs one cell.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::{Tally, WorkbookError, written};
use crate::domain::ledger::{Cell, Sheet};

/// Reads the sheets of a container that is within its limits.
pub(super) fn read(bytes: &[u8], tally: &mut Tally<'_>) -> Result<Vec<Sheet>, WorkbookError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    for name in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet that only shows a chart has no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(damaged(&error)),
        };
        while let Some(found) = cells.next_cell().map_err(|error| damaged(&error))? {
            let (row, column) = found.get_position();
            if let Some(cell) = shown(found.get_value()) {
                tally.put(row + 1, column, cell)?;
            }
        }
        tally.close(name)?;
    }
    Ok(std::mem::take(&mut tally.sheets))
}

fn shown(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::Empty | DataRef::Error(_) => None,
        DataRef::Int(number) => Some(Cell::Number(number.to_string())),
        DataRef::Float(number) => Some(Cell::Number(written(*number))),
        DataRef::Bool(truth) => Some(Cell::Text(truth.to_string())),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Some(Cell::Text(text.clone()))
        }
        DataRef::SharedString(text) => Some(Cell::Text((*text).to_owned())),
        DataRef::DateTime(moment) => Some(match moment.as_datetime() {
            Some(day) if moment.is_datetime() => Cell::Date(day.date()),
            Some(_) | None => Cell::Number(written(moment.as_f64())),
        }),
    }
}

fn damaged(error: &XlsxError) -> WorkbookError {
    WorkbookError::Unreadable(error.to_string())
}
