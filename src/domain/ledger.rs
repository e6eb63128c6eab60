//! Sổ theo dõi đơn: what a ledger kept by hand says, row by row.
//!
//! Owns the way from a sheet's cells to a petition's facts. Columns are known by what their headers mean, never by
//! where they stand. Invariant: a row is either admitted whole or held with every reason; nothing is guessed, and what
//! no field can hold is kept as a remark. A row corrected on a page is interpreted again alone, in its [`Context`].
//! Sheets come from `workbook`; entries go to the import.

mod address;
mod book;
mod column;
mod date;
mod document;
mod entry;
mod header;
mod line;
mod phrases;
mod reading;
mod sender;
mod settle;
mod terms;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use thiserror::Error;

use super::person::Petitioner;
use super::petition::{AssignmentMode, DocumentMention, Kind, Outcome, Source};

pub use self::book::read_book;
pub use self::column::Column;
pub use self::entry::{CONTENT_MAX, interpret};

/// A filled cell of a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text as it stands in the file, in whatever encoding it was typed.
    Text(String),
    /// A day that the spreadsheet itself keeps as a date.
    Date(NaiveDate),
    /// A number, written as a person reads it.
    Number(String),
}

/// A row that has something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the row, from 1, as spreadsheets show it.
    pub number: u32,
    /// Filled cells with their column, from 0, in order of the columns.
    pub cells: Vec<(u32, Cell)>,
}

/// A sheet: its filled rows, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name as the file writes it.
    pub name: String,
    /// Filled rows, by ascending number.
    pub rows: Vec<Row>,
}

/// A row of the ledger: one petition as the book tells it, in Unicode, in words that a person can correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Name of the sheet, as the file writes it.
    pub sheet: String,
    /// Number of the row, from 1.
    pub row: u32,
    /// What stands under each known column; dates as `dd/mm/yyyy`. Blank cells are absent.
    pub cells: BTreeMap<Column, String>,
    /// What stands under headers that are not known, with the header.
    pub others: Vec<(String, String)>,
}

impl LedgerRow {
    /// Puts a text under a column; without one the cell is blank.
    pub fn put(&mut self, column: Column, text: Option<&String>) {
        match text {
            Some(text) => self.cells.insert(column, text.clone()),
            None => self.cells.remove(&column),
        };
    }

    fn named_kind(&self) -> Option<Kind> {
        self.cells.get(&Column::Kind).and_then(|words| terms::kind(words))
    }

    /// Whether the row may tell of a denunciation, whose sender nobody may learn: only another kind rules it out.
    pub fn may_be_denunciation(&self) -> bool {
        self.named_kind().is_none_or(|kind| kind == Kind::Denunciation)
    }

    /// Whether what stands here may tell a denouncer; so does the kind that protects them, if it could be typed over.
    pub fn may_tell_denouncer(&self, column: Column) -> bool {
        if column == Column::Kind {
            return self.named_kind() == Some(Kind::Denunciation);
        }
        column.is_of_sender() && self.may_be_denunciation()
    }
}

/// What the rest of the book says about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// First and last year that the sheet is about.
    pub years: (i32, i32),
    /// The day of the import: nothing was received after it.
    pub today: NaiveDate,
    /// The day of receipt in the row above: what a blank day means.
    pub above: Above,
}

/// The day of receipt in the row above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// There is no row above in this sheet.
    Nothing,
    /// The row above has this day.
    Day(NaiveDate),
    /// The row above, of this number, has a day that can't be right: "as above" can't be known.
    Unknown(u32),
}

/// A row of the ledger as the product understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// What the sender asks for.
    pub kind: Kind,
    /// The legal day of receipt.
    pub received_on: NaiveDate,
    /// The day written in the petition, where the book has it.
    pub written_on: Option<NaiveDate>,
    /// Who sent it; `None` is anonymous (đơn nặc danh).
    pub sender: Option<Petitioner>,
    /// How many people it speaks for, at least 1: "và 12 hộ dân" makes 13, "đại diện 30 người" makes 30.
    pub group_size: u32,
    /// How it came in. A body's name is without "chuyển", so that the two joined give what the book says.
    pub source: Option<Source>,
    /// The matter.
    pub content: String,
    /// Against whom or what it is.
    pub respondent: Option<String>,
    /// The unit that it was given to, as written ("P. TNMT").
    pub unit_name: Option<String>,
    /// On which of the two terms.
    pub mode: Option<AssignmentMode>,
    /// The paper by which it was given.
    pub assigning_document: Option<DocumentMention>,
    /// The day by which the unit must answer.
    pub due_on: Option<NaiveDate>,
    /// How the handling ended. The number is empty where the book has only the day.
    pub outcome: Option<Outcome>,
    /// The officer's remark, as written.
    pub note: Option<String>,
    /// "Lưu đơn": filed away without handling.
    pub filed_away: bool,
    /// "Đơn trùng": the book marks it as a duplicate.
    pub is_duplicate_mark: bool,
    /// What the book says besides, for which there is no field.
    pub remarks: Vec<Remark>,
}

/// Something that the book says and no field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands.
    pub about: About,
    /// The words of the book.
    pub text: String,
}

/// Where a remark stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Under a column that is known, in words that are not.
    Column(Column),
    /// Under a header that is not known.
    Header(String),
}

/// Why a row can't be right as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The kind is blank.
    #[error("no kind")]
    NoKind,
    /// The kind is none of the three, or more than one of them.
    #[error("unknown kind {0:?}")]
    UnknownKind(String),
    /// The content is blank.
    #[error("no content")]
    NoContent,
    /// The day of receipt is blank and there is no row above to take it from.
    #[error("no date, and none above")]
    NoDate,
    /// The day of receipt is blank and that of the row above can't be right.
    #[error("no date, and that of row {row} above can't be right")]
    DateAboveUnknown {
        /// The row above that has the wrong day.
        row: u32,
    },
    /// A day that no calendar has (31/02).
    #[error("{column:?}: no such date {text:?}")]
    NoSuchDate {
        /// Where it stands.
        column: Column,
        /// As written.
        text: String,
    },
    /// A day outside the years of the book (2071).
    #[error("{column:?}: the year of {text:?} can't be right")]
    ImplausibleYear {
        /// Where it stands.
        column: Column,
        /// As written.
        text: String,
    },
    /// What stands where a day is expected is not one, or lacks its year where the book spans several.
    #[error("{column:?}: not a date {text:?}")]
    UnreadableDate {
        /// Where it stands.
        column: Column,
        /// As written.
        text: String,
    },
    /// The number of people is not a number from 1.
    #[error("not a number of people {0:?}")]
    UnreadableGroupSize(String),
    /// More letters than the field holds.
    #[error("{column:?} is longer than {max} characters")]
    TooLong {
        /// Where it stands.
        column: Column,
        /// The greatest number of characters.
        max: usize,
    },
}

/// A ledger: its rows with what surrounds each, and how each sheet was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Every row that tells of a petition, good or not, in the order of the file.
    pub rows: Vec<(LedgerRow, Context)>,
    /// Sheets in the order of the file.
    pub sheets: Vec<SheetReading>,
}

/// How a sheet was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReading {
    /// Name as the file writes it.
    pub name: String,
    /// What came of it.
    pub result: SheetResult,
}

/// What came of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetResult {
    /// It was read.
    Read {
        /// Row of the first header.
        header_row: u32,
        /// The columns that were recognised, with their headers.
        columns: Vec<(Column, String)>,
        /// Rows that tell of a petition.
        petitions: usize,
    },
    /// It has no cell with anything in it.
    Empty,
    /// It has no header of a ledger: another table, or none.
    NoHeader,
}

/// Why a workbook gave no ledger.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BookError {
    /// No sheet has the header of a ledger.
    #[error("no sheet holds a ledger")]
    NoLedger {
        /// The sheets that were looked at.
        sheets: Vec<SheetReading>,
    },
    /// The caller said to stop: a person has cancelled, or the time is over.
    #[error("stopped")]
    Stopped,
}

#[cfg(test)]
mod tests;
