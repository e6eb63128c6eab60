//! The rows under a header, one after the other: which tell of a petition, and what is above each.
//!
//! A row tells of a petition if at least two of its telling cells are filled. Where no column has the kind, headings
//! ("II. Tố cáo") or the first words of the content name it. Called by `book` for each sheet.

use std::collections::BTreeMap;

use super::book::keep_on;
use super::column::is_day;
use super::date;
use super::entry::received_on;
use super::header::{Header, Meaning, TextRow};
use super::line::{self, Heading, is_cross};
use super::settle;
use super::terms::{self, is_ditto};
use super::{Above, BookError, Column, Context, LedgerRow, SheetResult};

/// Rows by which a header is settled for the whole book.
const SETTLED_BY: usize = 15;

/// Reads the rows of one sheet from its first header on.
pub(super) struct Reader<'a> {
    sheet: &'a str,
    context: Context,
    go_on: &'a dyn Fn(usize) -> bool,
    /// Headers settled so far in the book: the few rows of a short page or month are not asked anew.
    known: &'a mut Vec<Header>,
    /// After a total or a signature only numbered or dated rows are petitions.
    in_footer: bool,
    /// The kind that the last heading names, and whether any heading did.
    section: Option<String>,
    has_sections: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        sheet: &'a str,
        context: Context,
        known: &'a mut Vec<Header>,
        go_on: &'a dyn Fn(usize) -> bool,
    ) -> Self {
        let (section, has_sections, in_footer) = (None, false, false);
        Self { sheet, context, go_on, known, in_footer, section, has_sections }
    }

    pub(super) fn read(
        mut self,
        rows: &[TextRow],
        start: usize,
        into: &mut Vec<(LedgerRow, Context)>,
    ) -> Result<SheetResult, BookError> {
        let before = into.len();
        let mut at = start;
        let mut header: Option<Header> = None;
        let mut columns = Vec::new();
        while let Some(row) = rows.get(at) {
            keep_on(at, self.go_on)?;
            if let Some(mut found) = Header::at(&rows[at..]) {
                at += found.depth;
                if let Some(known) = self.known.iter().find(|known| known.repeats(&found)) {
                    found.clone_from(known);
                } else {
                    settle::by_values(&mut found, &rows[at..]);
                    if rows.len() - at >= SETTLED_BY {
                        self.known.push(found.clone());
                    }
                }
                if header.is_none() {
                    columns = found.recognised();
                }
                header = Some(found);
                self.in_footer = false;
                continue;
            }
            at += 1;
            if let Some(header) = &header
                && let Some(ledger_row) = self.petition(row, header, into.get(before..))
            {
                self.in_footer = false;
                let context = self.context;
                self.remember(&ledger_row);
                into.push((ledger_row, context));
            }
        }
        let header_row = rows.get(start).map_or(0, |row| row.number);
        Ok(SheetResult::Read { header_row, columns, petitions: into.len() - before })
    }

    /// The row as one of the ledger, if it tells of a petition; `above` are those of this sheet so far.
    fn petition(
        &mut self,
        row: &TextRow,
        header: &Header,
        above: Option<&[(LedgerRow, Context)]>,
    ) -> Option<LedgerRow> {
        if line::is_column_numbers(row) {
            return None;
        }
        if line::is_footer(row) {
            self.in_footer = true;
            return None;
        }
        let names_kind = header.has(Column::Kind);
        if !names_kind && let Some(heading) = line::heading(row) {
            self.has_sections = true;
            self.section = match heading {
                Heading::Kind(words) => Some(words),
                Heading::NoKind => None,
            };
            return None;
        }
        let last = above.and_then(<[_]>::last).map(|(row, _)| row);
        let mut ledger_row = cells_of(row, header, last);
        ledger_row.sheet.push_str(self.sheet);
        if !self.tells(&ledger_row) {
            return None;
        }
        if !names_kind && let Some(kind) = self.kind_around(&ledger_row) {
            ledger_row.cells.insert(Column::Kind, kind);
        }
        Some(ledger_row)
    }

    /// The kind where no column has it: of the heading above, or by which the content begins.
    fn kind_around(&self, row: &LedgerRow) -> Option<String> {
        if self.has_sections {
            return self.section.clone();
        }
        row.cells.get(&Column::Content).and_then(|content| terms::leading_kind(content))
    }

    fn tells(&self, row: &LedgerRow) -> bool {
        let has = |column: Column| row.cells.contains_key(&column);
        let has_digit = |column: Column| {
            row.cells.get(&column).is_some_and(|words| words.chars().any(|c| c.is_ascii_digit()))
        };
        if self.in_footer && !has_digit(Column::Ordinal) && !has_digit(Column::ReceivedOn) {
            return false;
        }
        let words = [
            Column::Sender,
            Column::SenderAndAddress,
            Column::Address,
            Column::Kind,
            Column::Content,
            Column::Unit,
            Column::Source,
            Column::AssigningDocument,
            Column::Result,
        ];
        let filled = words.iter().filter(|column| has(**column)).count();
        let dated =
            usize::from(has_digit(Column::ReceivedOn)) + usize::from(has_digit(Column::DueOn));
        let says_alone =
            has(Column::Content) && (has_digit(Column::Ordinal) || row.cells.len() == 1);
        filled + dated >= 2 || says_alone
    }

    fn remember(&mut self, row: &LedgerRow) {
        self.context.above = match received_on(row, &self.context) {
            Ok(day) => Above::Day(day),
            Err(_) => match self.context.above {
                // A blank under an unknown day: the row to correct is still the one further up.
                Above::Unknown(above) if is_blank(row) => Above::Unknown(above),
                Above::Unknown(_) | Above::Nothing | Above::Day(_) => Above::Unknown(row.row),
            },
        };
    }
}

/// The row's words under their columns; the sheet's name is left to the caller.
fn cells_of(row: &TextRow, header: &Header, last: Option<&LedgerRow>) -> LedgerRow {
    let mut cells: BTreeMap<Column, String> = BTreeMap::new();
    let mut others = Vec::new();
    for (place, words) in &row.cells {
        match header.columns.get(place) {
            Some((named, Meaning::Value(column))) => {
                let is_stray = is_cross(words) && is_never_a_cross(*column);
                if is_stray {
                    others.push((named.clone(), words.clone()));
                } else {
                    cells.insert(*column, value(*column, words, row.has_values, last));
                }
            }
            Some((_, Meaning::Mark(column, mark))) if is_cross(words) => {
                let marks = cells.entry(*column).or_default();
                marks.push_str(if marks.is_empty() { "" } else { ", " });
                marks.push_str(mark);
            }
            Some((named, Meaning::Mark(..) | Meaning::Foreign | Meaning::Other)) => {
                others.push((named.clone(), words.clone()));
            }
            None => others.push((String::new(), words.clone())),
        }
    }
    LedgerRow { sheet: String::new(), row: row.number, cells, others }
}

/// Columns whose words are never a single "x": there it ticks something that the header says.
fn is_never_a_cross(column: Column) -> bool {
    matches!(column, Column::Unit | Column::Source | Column::Sender | Column::SenderAndAddress)
}

/// What a cell says: a sign of repetition as the words above, a day kept as a bare number as a day.
fn value(column: Column, words: &str, has_values: bool, last: Option<&LedgerRow>) -> String {
    if column != Column::ReceivedOn && is_ditto(words) {
        let above = last.and_then(|row| row.cells.get(&column));
        return above.cloned().unwrap_or_else(|| words.to_owned());
    }
    let is_serial = has_values && words.len() == 5 && words.bytes().all(|b| b.is_ascii_digit());
    let serial = || date::parse(words, None).ok().map(date::written);
    if is_day(column) && is_serial {
        serial().unwrap_or_else(|| words.to_owned())
    } else {
        words.to_owned()
    }
}

fn is_blank(row: &LedgerRow) -> bool {
    row.cells.get(&Column::ReceivedOn).is_none_or(|words| is_ditto(words))
}
