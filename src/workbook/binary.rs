//! `.xls`: the binary workbook of before 2007, and the refusal of containers that a password closes.
//!
//! The reader lays out the whole area that a sheet spans, so the area is measured in the records first.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xls, XlsError};

use super::compound::Compound;
use super::{Measure, Tally, WorkbookError, too_large, written};
use crate::domain::ledger::{Cell, Sheet};

/// Reads the sheets of a compound file.
pub(super) fn read(bytes: &[u8], tally: &mut Tally<'_>) -> Result<Vec<Sheet>, WorkbookError> {
    let compound = Compound::open(bytes)?;
    if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
        return Err(WorkbookError::PasswordProtected);
    }
    let stream = compound.stream("Workbook").or_else(|| compound.stream("Book"));
    let records = stream.ok_or(WorkbookError::NotAWorkbook)??;
    measure(&records, tally.limits.cells)?;
    tally.keep_on()?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else {
                continue;
            };
            if let Some(cell) = shown(value) {
                tally.put(first_row + row + 1, first_column + column, cell)?;
            }
        }
        tally.close(name)?;
    }
    Ok(std::mem::take(&mut tally.sheets))
}

fn shown(value: &Data) -> Option<Cell> {
    match value {
        Data::Empty | Data::Error(_) => None,
        Data::Int(number) => Some(Cell::Number(number.to_string())),
        Data::Float(number) => Some(Cell::Number(written(*number))),
        Data::Bool(truth) => Some(Cell::Text(truth.to_string())),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Some(Cell::Text(text.clone()))
        }
        Data::DateTime(moment) => Some(match moment.as_datetime() {
            Some(day) if moment.is_datetime() => Cell::Date(day.date()),
            Some(_) | None => Cell::Number(written(moment.as_f64())),
        }),
    }
}

/// Records of the format that matter here (MS-XLS 2.3).
const FILE_PASS: u16 = 0x002f;
const BEGIN: u16 = 0x0809;
const CELLS: [u16; 10] =
    [0x0006, 0x00bd, 0x00be, 0x00fd, 0x00d6, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e];

/// Refuses an encrypted stream, and one in which a sheet spans more cells than the limit.
fn measure(records: &[u8], limit: usize) -> Result<(), WorkbookError> {
    let mut rest = records;
    let mut spans: BTreeMap<usize, (usize, usize, usize, usize)> = BTreeMap::new();
    let mut sheet = 0;
    while let [a, b, c, d, after @ ..] = rest {
        let (kind, length) =
            (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let Some((body, next)) = after.split_at_checked(length) else { break };
        if kind == FILE_PASS {
            return Err(WorkbookError::PasswordProtected);
        }
        if kind == BEGIN {
            sheet += 1;
        }
        if let (true, [r0, r1, c0, c1, ..]) = (CELLS.contains(&kind), body) {
            let row = usize::from(u16::from_le_bytes([*r0, *r1]));
            let column = usize::from(u16::from_le_bytes([*c0, *c1]));
            let span = spans.entry(sheet).or_insert((row, row, column, column));
            *span = (span.0.min(row), span.1.max(row), span.2.min(column), span.3.max(column));
        }
        rest = next;
    }
    let area = |(top, bottom, left, right): &(usize, usize, usize, usize)| {
        (bottom - top + 1) * (right - left + 1)
    };
    if spans.values().map(area).sum::<usize>() > limit {
        return Err(too_large(Measure::Cells, limit));
    }
    Ok(())
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only the password is told apart; the rest is damage"
)]
fn damaged(error: XlsError) -> WorkbookError {
    match error {
        XlsError::Password => WorkbookError::PasswordProtected,
        other => WorkbookError::Unreadable(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
    }

    #[test]
    fn encrypted_streams_and_wide_sheets_are_refused_before_they_are_laid_out() {
        let begin = record(BEGIN, &[0; 16]);
        let near = record(0x0203, &[0; 14]);
        let far = record(0x0203, &[0xff, 0xff, 0xff, 0, 0, 0]);
        let wide = WorkbookError::TooLarge { what: Measure::Cells, limit: 1_000 };
        assert_eq!(measure(&[begin.clone(), near.clone()].concat(), 1_000), Ok(()));
        assert_eq!(measure(&[begin.clone(), near, far].concat(), 1_000), Err(wide));
        let locked = [begin, record(FILE_PASS, &[0; 54])].concat();
        assert_eq!(measure(&locked, 1_000), Err(WorkbookError::PasswordProtected));
    }
}
