//! Spreadsheet files from outside, made into plain sheets.
//!
//! The only place that names the crates which read them. What a file is shows in its bytes, never in its name; what
//! it may cost is bounded before a parser sees it. Formulas are never evaluated: a cell is what the file last showed.
//! Works on bytes, without I/O. Called by the import, in a blocking thread.

mod binary;
mod compound;
mod container;
mod delimited;
mod open_document;
mod open_xml;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::domain::ledger::{Cell, Row, Sheet};

/// What a file may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Bytes that all its parts inflate to.
    pub inflated_bytes: u64,
    /// Bytes that one part inflates to.
    pub part_bytes: u64,
    /// Parts in the container.
    pub parts: usize,
    /// Sheets.
    pub sheets: usize,
    /// Filled rows, in all sheets together.
    pub rows: usize,
    /// Filled cells, in all sheets together; of the old binary format also the area that a sheet spans.
    pub cells: usize,
    /// Characters in one cell.
    pub cell_chars: usize,
}

impl Default for Limits {
    /// Ten years of a city's ledger with room to spare; a cell holds what Excel lets it hold.
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            inflated_bytes: 256 << 20,
            part_bytes: 128 << 20,
            parts: 2_000,
            sheets: 500,
            rows: 200_000,
            cells: 4_000_000,
            cell_chars: 32_767,
        }
    }
}

/// Which limit a file goes past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// [`Limits::file_bytes`].
    FileBytes,
    /// [`Limits::inflated_bytes`].
    InflatedBytes,
    /// [`Limits::part_bytes`].
    PartBytes,
    /// [`Limits::parts`].
    Parts,
    /// [`Limits::sheets`].
    Sheets,
    /// [`Limits::rows`].
    Rows,
    /// [`Limits::cells`].
    Cells,
    /// [`Limits::cell_chars`].
    CellChars,
}

/// What the caller says when it is asked, every few thousand cells, whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Go on.
    GoOn,
    /// The time that the file may take is over.
    OutOfTime,
    /// A person has cancelled.
    Cancelled,
}

/// Tells the caller how many filled rows were read so far, and asks whether to go on.
pub type Watch<'a> = &'a dyn Fn(u64) -> Pace;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WorkbookError {
    /// Nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// Something else than a spreadsheet, whatever its name says.
    #[error("not a spreadsheet")]
    NotAWorkbook,
    /// The file ends before its contents do: an unfinished copy or download.
    #[error("the file is truncated")]
    Truncated,
    /// A password is needed to open it.
    #[error("the file is protected by a password")]
    PasswordProtected,
    /// The file goes past a limit.
    #[error("too large: {what:?} over {limit}")]
    TooLarge {
        /// Which limit.
        what: Measure,
        /// Its value.
        limit: u64,
    },
    /// The time was over before the file was read.
    #[error("reading took too long")]
    TooSlow,
    /// A person has cancelled.
    #[error("cancelled")]
    Cancelled,
    /// It holds XML that no spreadsheet program writes: a document type or entities.
    #[error("the file declares XML entities")]
    ForbiddenXml,
    /// Damaged; the detail is for the log.
    #[error("the file is damaged: {0}")]
    Unreadable(String),
}

/// Whether the format of `bytes` names sheets.
pub fn has_sheets(bytes: &[u8]) -> bool {
    !matches!(Format::of(bytes), Format::Text)
}

/// Reads all sheets of `bytes`; `file_name` names the sheet of a format that has no sheets.
///
/// # Errors
/// When it is no spreadsheet, damaged, protected, past a limit, or `watch` says to stop.
pub fn read(
    file_name: &str,
    bytes: &[u8],
    limits: &Limits,
    watch: Watch<'_>,
) -> Result<Vec<Sheet>, WorkbookError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(WorkbookError::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(too_large(Measure::FileBytes, limits.file_bytes));
    }
    let mut tally = Tally::new(limits, watch);
    match Format::of(bytes) {
        Format::Zip => match container::check(bytes, limits, watch)? {
            container::Contents::OpenXml => open_xml::read(bytes, &mut tally),
            container::Contents::OpenDocument => open_document::read(bytes, &mut tally),
        },
        Format::Compound => binary::read(bytes, &mut tally),
        Format::Text => delimited::read(file_name, bytes, &mut tally),
        Format::Other => Err(WorkbookError::NotAWorkbook),
    }
}

/// What the first bytes say.
enum Format {
    Zip,
    Compound,
    Text,
    Other,
}

impl Format {
    fn of(bytes: &[u8]) -> Self {
        let markup = [
            &b"<"[..],
            b"%PDF",
            b"{\\rtf",
            b"\x89PNG",
            b"GIF8",
            b"\xff\xd8\xff",
            b"Rar!",
            b"7z\xbc\xaf",
        ];
        let start = bytes.trim_ascii_start();
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            Self::Zip
        } else if bytes.starts_with(&compound::MAGIC) {
            Self::Compound
        } else if markup.iter().any(|known| start.starts_with(known)) || !delimited::is_text(bytes)
        {
            Self::Other
        } else {
            Self::Text
        }
    }
}

fn too_large(what: Measure, limit: usize) -> WorkbookError {
    WorkbookError::TooLarge { what, limit: limit as u64 }
}

/// Tells how far it is and asks whether to go on.
fn keep_on(watch: Watch<'_>, rows: usize) -> Result<(), WorkbookError> {
    match watch(rows as u64) {
        Pace::GoOn => Ok(()),
        Pace::OutOfTime => Err(WorkbookError::TooSlow),
        Pace::Cancelled => Err(WorkbookError::Cancelled),
    }
}

/// Collects cells from any format, in any order, and keeps the limits.
struct Tally<'a> {
    limits: &'a Limits,
    watch: Watch<'a>,
    rows: usize,
    cells: usize,
    sheets: Vec<Sheet>,
    open: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

/// Cells between two questions to the caller.
const CELLS_PER_QUESTION: usize = 4_096;

impl<'a> Tally<'a> {
    fn new(limits: &'a Limits, watch: Watch<'a>) -> Self {
        Self { limits, watch, rows: 0, cells: 0, sheets: Vec::new(), open: BTreeMap::new() }
    }

    /// Puts a cell into the open sheet; `row` from 1, `column` from 0. Blank text is no cell.
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), WorkbookError> {
        if let Cell::Text(text) | Cell::Number(text) = &cell {
            if text.len() > self.limits.cell_chars && text.chars().count() > self.limits.cell_chars
            {
                return Err(too_large(Measure::CellChars, self.limits.cell_chars));
            }
            if text.trim().is_empty() {
                return Ok(());
            }
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(too_large(Measure::Cells, self.limits.cells));
        }
        if self.cells.is_multiple_of(CELLS_PER_QUESTION) {
            self.keep_on()?;
        }
        let cells = self.open.entry(row).or_default();
        if cells.is_empty() {
            self.rows += 1;
        }
        cells.insert(column, cell);
        if self.rows > self.limits.rows {
            return Err(too_large(Measure::Rows, self.limits.rows));
        }
        Ok(())
    }

    fn keep_on(&self) -> Result<(), WorkbookError> {
        keep_on(self.watch, self.rows)
    }

    /// Closes the open sheet under its name.
    fn close(&mut self, name: String) -> Result<(), WorkbookError> {
        if self.sheets.len() >= self.limits.sheets {
            return Err(too_large(Measure::Sheets, self.limits.sheets));
        }
        let rows = std::mem::take(&mut self.open)
            .into_iter()
            .map(|(number, cells)| Row { number, cells: cells.into_iter().collect() })
            .collect();
        self.sheets.push(Sheet { name, rows });
        self.keep_on()
    }
}

/// A number as a person reads it: whole numbers without a point.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and below 2^53")]
fn written(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        format!("{}", number as i64)
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests;
