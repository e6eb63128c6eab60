//! From sheets to ledger rows: letters made Unicode, the first header, and the years of each sheet.
//!
//! What stands under the headers is read in `reading`. Rows that can't be right are returned like the others:
//! `interpret` says why. Called by the import, once for a file.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::column::Column;
use super::date;
use super::header::{Header, Meaning, TextRow};
use super::reading::Reader;
use super::settle;
use super::terms::has_any;
use super::{Above, Book, BookError, Cell, Context, Row, Sheet, SheetReading, SheetResult};
use crate::domain::legacy_encoding::{Decoder, Encoding, Evidence};
use crate::domain::text;

/// A sheet in Unicode with its place in the book.
struct SheetText {
    rows: Vec<TextRow>,
    first_header: Option<usize>,
    years: Option<(i32, i32)>,
}

/// Reads every sheet that holds a ledger. `today` is the day of the import.
///
/// `go_on` is asked every few hundred rows, and told how many of the sheets' filled rows are done.
///
/// # Errors
/// When no sheet has the header of a ledger, or `go_on` says no.
pub fn read_book(
    sheets: &[Sheet],
    today: NaiveDate,
    go_on: &dyn Fn(usize) -> bool,
) -> Result<Book, BookError> {
    let mut texts = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        texts.push(SheetText::of(sheet, today, &|_| go_on(0))?);
    }
    let all_years = texts.iter().filter_map(|text| text.years);
    let of_book =
        all_years.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or((1990, today.year()));
    let mut known = Vec::new();
    let mut book = Book { rows: Vec::new(), sheets: Vec::new() };
    let mut done = 0;
    for (sheet, text) in sheets.iter().zip(&texts) {
        let years = text.years.unwrap_or(of_book);
        let context = Context { years, today, above: Above::Nothing };
        let result = match text.first_header {
            Some(start) => {
                let asked = |rows| go_on(done + rows);
                let reader = Reader::new(&sheet.name, context, &mut known, &asked);
                reader.read(&text.rows, start, &mut book.rows)?
            }
            None if text.rows.is_empty() => SheetResult::Empty,
            None => SheetResult::NoHeader,
        };
        done += sheet.rows.len();
        book.sheets.push(SheetReading { name: sheet.name.clone(), result });
    }
    let has_ledger =
        book.sheets.iter().any(|sheet| matches!(sheet.result, SheetResult::Read { .. }));
    if has_ledger { Ok(book) } else { Err(BookError::NoLedger { sheets: book.sheets }) }
}

/// Says `Stopped` where the caller wants no more; asked at every row, passed on for one in [`ROWS_PER_QUESTION`].
pub(super) fn keep_on(row: usize, go_on: &dyn Fn(usize) -> bool) -> Result<(), BookError> {
    if row.is_multiple_of(ROWS_PER_QUESTION) && !go_on(row) {
        Err(BookError::Stopped)
    } else {
        Ok(())
    }
}

/// Rows between two questions to the caller.
const ROWS_PER_QUESTION: usize = 256;
/// The first header stands within this many filled rows.
const HEADER_WITHIN: usize = 200;
/// Filled rows by which the encoding of a sheet is judged.
const JUDGED_BY: usize = 500;

impl SheetText {
    fn of(
        sheet: &Sheet,
        today: NaiveDate,
        go_on: &dyn Fn(usize) -> bool,
    ) -> Result<Self, BookError> {
        let mut decoder = Decoder::default();
        let mut evidence = Evidence::default();
        for (_, cell) in sheet.rows.iter().take(JUDGED_BY).flat_map(|row| &row.cells) {
            if let Cell::Text(raw) = cell {
                evidence.add(decoder.evidence(raw));
            }
        }
        decoder.settle(evidence.reading(Encoding::Unicode));
        let mut rows = Vec::with_capacity(sheet.rows.len());
        for (at, row) in sheet.rows.iter().enumerate() {
            keep_on(at, go_on)?;
            rows.extend(in_unicode(row, &mut decoder));
        }
        let first_header =
            (0..rows.len().min(HEADER_WITHIN)).find(|at| Header::at(&rows[*at..]).is_some());
        let years = first_header.and_then(|start| years_of(&sheet.name, &rows, start, today));
        Ok(Self { rows, first_header, years })
    }
}

/// The row's words; none where nothing is written in it. Dashes and dots that only fill a cell are nothing.
fn in_unicode(row: &Row, decoder: &mut Decoder) -> Option<TextRow> {
    let mut words = |cell: &Cell| match cell {
        Cell::Text(raw) => tidy(decoder.to_unicode(raw)),
        Cell::Date(day) => Some(date::written(*day)),
        Cell::Number(number) => Some(number.clone()),
    };
    let cells: BTreeMap<u32, String> = row
        .cells
        .iter()
        .filter_map(|(place, cell)| Some((*place, words(cell)?)))
        .filter(|(_, words)| !words.chars().all(|c| matches!(c, '-' | '–' | '.' | '…' | '_' | ' ')))
        .collect();
    let has_values = row.cells.iter().any(|(_, cell)| !matches!(cell, Cell::Text(_)));
    (!cells.is_empty()).then_some(TextRow { number: row.number, cells, has_values })
}

/// [`text::block`], which most cells need not go through.
fn tidy(words: String) -> Option<String> {
    let is_plain = |c: char| c.is_alphanumeric() || c == ' ' || c.is_ascii_punctuation();
    if words.chars().all(is_plain) && words.trim().len() == words.len() && !words.is_empty() {
        Some(words)
    } else {
        text::block(&words, usize::MAX).ok()
    }
}

/// The years that a sheet is about: those of its title and those in which a fair share of its days lie.
fn years_of(name: &str, rows: &[TextRow], header: usize, today: NaiveDate) -> Option<(i32, i32)> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    let mut found = Header::at(&rows[header..])?;
    let below = header + found.depth;
    settle::by_values(&mut found, &rows[below..]);
    let columns = found.columns;
    let place = columns
        .iter()
        .find(|(_, (_, meaning))| *meaning == Meaning::Value(Column::ReceivedOn))
        .map(|(place, _)| *place);
    let written =
        place.map(|place| rows[header..].iter().filter_map(move |row| row.cells.get(&place)));
    for day in written.into_iter().flatten().filter_map(|written| date::parse(written, None).ok()) {
        if day <= today && day.year() >= 1990 {
            *counts.entry(day.year()).or_default() += 1;
        }
    }
    let total: usize = counts.values().sum();
    let fair = |count: usize| count * 10 >= total && (count >= 3 || count * 2 > total);
    let mut years: Vec<i32> =
        counts.iter().filter(|(_, count)| fair(**count)).map(|(year, _)| *year).collect();
    let titles =
        rows[..header].iter().flat_map(|row| row.cells.values()).map(String::as_str).chain([name]);
    let named = titles.filter(|title| !cites_law(title)).flat_map(date::years_in);
    let near = |year: i32, years: &[i32]| {
        years.is_empty() || years.iter().any(|known| known.abs_diff(year) <= 1)
    };
    let from_days = years.clone();
    years.extend(named.filter(|year| near(*year, &from_days)));
    Some((*years.iter().min()?, *years.iter().max()?))
}

/// A form's legal basis names years that are not the book's.
fn cites_law(title: &str) -> bool {
    has_any(&text::folded_words(title), "thong tu|nghi dinh|quyet dinh|ban hanh|mau so|luat")
}
