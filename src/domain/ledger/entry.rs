//! From a ledger row to a petition's facts, or to every reason why it can't be right.
//!
//! Called for each row at the import, and again for a single row when a person has corrected it on a page.

use chrono::{Datelike, Duration, NaiveDate};

use super::address::{split_address, ward_column, ward_in};
use super::date::{self, NotADay};
use super::document::{self, WrongDay};
use super::sender::{self, Sender};
use super::terms;
use super::{About, Above, Column, Context, Fault, LedgerEntry, LedgerRow, Remark};
use crate::domain::person::{IdentityNumber, NAME_MAX, Petitioner, Phone};
use crate::domain::petition::{DocumentMention, Outcome, ResultKind};
use crate::domain::text::{self, TextError};

/// Longest content, in characters: what a spreadsheet's cell can hold.
pub const CONTENT_MAX: usize = 32_767;
/// Longest of the other texts, in characters.
const TEXT_MAX: usize = 2_000;
/// A book carries over days of the month before its first year and the month after its last.
const CARRY_OVER: Duration = Duration::days(31);
/// Answers may come this many years after the book.
const ANSWER_YEARS: i32 = 5;

/// How offices mark a petition that they file away without handling, and one that they have already; folded.
const FILED_AWAY: &str = "luu don|luu ho so|xep luu|luu theo doi|don luu|luu hs|xep don";
const DUPLICATE: &str = "don trung|trung don|trung lap|trung noi dung|trung voi don";

/// What the row says of a petition.
///
/// # Errors
/// With every reason for which the row must wait for a person.
pub fn interpret(row: &LedgerRow, context: &Context) -> Result<LedgerEntry, Vec<Fault>> {
    Interpreter { row, context, faults: Vec::new(), remarks: Vec::new() }.entry()
}

/// The day of receipt, as the row or the one above says.
///
/// # Errors
/// When it is no day, or one that can't be of this book.
pub(super) fn received_on(row: &LedgerRow, context: &Context) -> Result<NaiveDate, Fault> {
    let written = row
        .cells
        .get(&Column::ReceivedOn)
        .map(String::as_str)
        .filter(|text| !terms::is_ditto(text));
    let Some(text) = written else {
        return match context.above {
            Above::Day(day) => Ok(day),
            Above::Nothing => Err(Fault::NoDate),
            Above::Unknown(row) => Err(Fault::DateAboveUnknown { row }),
        };
    };
    let column = Column::ReceivedOn;
    let day = date::parse(text, default_year(context)).map_err(|why| why.fault(column, text))?;
    let (first, last) = context.years;
    let opens = NaiveDate::from_ymd_opt(first, 1, 1).map(|day| day - CARRY_OVER);
    let closes = NaiveDate::from_ymd_opt(last, 12, 31).map(|day| day + CARRY_OVER);
    let in_book =
        opens.is_some_and(|opens| opens <= day) && closes.is_some_and(|closes| day <= closes);
    if in_book && day <= context.today {
        Ok(day)
    } else {
        Err(Fault::ImplausibleYear { column, text: text.to_owned() })
    }
}

/// The year of a day written without one: the book's, or where it has several that of the row above.
fn default_year(context: &Context) -> Option<i32> {
    let (first, last) = context.years;
    if first == last {
        return Some(first);
    }
    match context.above {
        Above::Day(day) => Some(day.year()),
        Above::Nothing | Above::Unknown(_) => None,
    }
}

struct Interpreter<'a> {
    row: &'a LedgerRow,
    context: &'a Context,
    faults: Vec<Fault>,
    remarks: Vec<Remark>,
}

impl Interpreter<'_> {
    fn entry(mut self) -> Result<LedgerEntry, Vec<Fault>> {
        let received_on = self.kept(received_on(self.row, self.context));
        let kind = self.kind();
        let content = self.content();
        let (sender, group_size) = self.sender();
        let source = self.known(Column::Source, terms::source);
        let mode = self.known(Column::Mode, terms::mode);
        let year = received_on.map(|day| day.year()).or_else(|| default_year(self.context));
        let written_on = self.day(Column::WrittenOn, year);
        let due_on =
            self.day(Column::DueOn, year).map(|due| self.in_order(Column::DueOn, due, received_on));
        let assigning_document = self.assigning_document(year);
        let outcome = self.outcome(year);
        let respondent = self.text(Column::Respondent);
        let unit_name = self.text(Column::Unit);
        let note = self.text(Column::Note);
        let said = self.officer_says();
        let says = |phrases: &str, alone: &str| {
            said.iter().any(|words| *words == [alone] || terms::has_any(words, phrases))
        };
        self.remember_the_rest();
        let (Some(received_on), Some(kind), Some(content)) = (received_on, kind, content) else {
            return Err(self.faults);
        };
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(LedgerEntry {
            kind,
            received_on,
            written_on,
            sender,
            group_size,
            source,
            content,
            respondent,
            unit_name,
            mode,
            assigning_document,
            due_on,
            outcome,
            filed_away: says(FILED_AWAY, "luu"),
            is_duplicate_mark: says(DUPLICATE, "trung"),
            note,
            remarks: self.remarks,
        })
    }

    fn cell(&self, column: Column) -> Option<&str> {
        self.row.cells.get(&column).map(|words| words.trim()).filter(|words| !words.is_empty())
    }

    fn kept<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn remark(&mut self, column: Column, text: &str) {
        self.remarks.push(Remark { about: About::Column(column), text: text.to_owned() });
    }

    fn kind(&mut self) -> Option<crate::domain::petition::Kind> {
        let said = self.cell(Column::Kind).map(str::to_owned);
        let kind = match said {
            None => Err(Fault::NoKind),
            Some(words) => terms::kind(&words).ok_or(Fault::UnknownKind(words)),
        };
        self.kept(kind)
    }

    fn content(&mut self) -> Option<String> {
        let column = Column::Content;
        let content =
            match self.cell(column).filter(|words| words.chars().any(char::is_alphanumeric)) {
                None => Err(Fault::NoContent),
                Some(words) => text::block(words, CONTENT_MAX)
                    .map_err(|_| Fault::TooLong { column, max: CONTENT_MAX }),
            };
        self.kept(content)
    }

    /// A text of one line; a fault where it is too long.
    fn text(&mut self, column: Column) -> Option<String> {
        let words = self.cell(column)?;
        let line =
            text::line(words, TEXT_MAX).map_err(|_| Fault::TooLong { column, max: TEXT_MAX });
        self.kept(line)
    }

    /// What a word of the office means; words that are not known become a remark.
    fn known<T>(&mut self, column: Column, read: fn(&str) -> Option<T>) -> Option<T> {
        let words = self.text(column)?;
        let meant = read(&words);
        if meant.is_none() {
            self.remark(column, &words);
        }
        meant
    }

    /// A day of a column of days. Words without a digit, and spans ("30 ngày"), are remarks; anything else is a fault.
    fn day(&mut self, column: Column, year: Option<i32>) -> Option<NaiveDate> {
        let words = self.cell(column)?.to_owned();
        match date::parse(&words, year) {
            Ok(day) => self.kept(self.plausible(column, day, &words)),
            Err(NotADay::Unreadable) if is_no_day(&words) => {
                self.remark(column, &words);
                None
            }
            Err(why) => {
                self.faults.push(why.fault(column, &words));
                None
            }
        }
    }

    /// A day that goes with the handling lies near the book.
    fn plausible(&self, column: Column, day: NaiveDate, text: &str) -> Result<NaiveDate, Fault> {
        let (first, last) = self.context.years;
        if (first - 1..=last + ANSWER_YEARS).contains(&day.year()) {
            Ok(day)
        } else {
            Err(Fault::ImplausibleYear { column, text: text.to_owned() })
        }
    }

    /// A day without its year that would lie before the receipt is of the year after.
    fn in_order(
        &self,
        column: Column,
        day: NaiveDate,
        received_on: Option<NaiveDate>,
    ) -> NaiveDate {
        let names_year = self.cell(column).is_some_and(|words| date::parse(words, None).is_ok());
        if !names_year && received_on.is_some_and(|received| day < received) {
            return day.with_year(day.year() + 1).unwrap_or(day);
        }
        day
    }

    fn sender(&mut self) -> (Option<Petitioner>, u32) {
        let both = self.cell(Column::SenderAndAddress).map(str::to_owned);
        let (name, address) = match (&both, self.cell(Column::Sender)) {
            (_, Some(name)) => (name.to_owned(), self.cell(Column::Address).map(str::to_owned)),
            (Some(both), None) => split_address(both),
            (None, None) => (String::new(), self.cell(Column::Address).map(str::to_owned)),
        };
        let read = sender::read(&name)
            .map_err(|_| Fault::TooLong { column: Column::Sender, max: NAME_MAX });
        let Some(Sender { name, group_size, uncounted }) = self.kept(read) else {
            return (None, 1);
        };
        if let Some(words) = uncounted {
            self.remark(Column::Sender, &words);
        }
        let group_size = self.group_column().map_or(group_size, |said| said.max(group_size));
        let address = address.and_then(|words| {
            let too_long = Fault::TooLong { column: Column::Address, max: TEXT_MAX };
            match text::line(&words, TEXT_MAX) {
                Ok(address) => Some(address),
                Err(TextError::Empty) => None,
                Err(TextError::TooLong { .. }) => self.kept(Err(too_long)),
            }
        });
        let petitioner = name.map(|name| Petitioner {
            ward: self
                .cell(Column::Ward)
                .and_then(ward_column)
                .or_else(|| address.as_deref().and_then(ward_in)),
            name,
            address: address.clone(),
            identity_number: self
                .number(Column::IdentityNumber, |raw| IdentityNumber::parse(raw).ok()),
            phone: self.number(Column::Phone, |raw| Phone::parse(raw).ok()),
        });
        if petitioner.is_none() {
            let said = [Column::Ward, Column::IdentityNumber, Column::Phone]
                .map(|column| (column, self.cell(column).map(str::to_owned)));
            for (column, words) in [(Column::Address, address)].into_iter().chain(said) {
                if let Some(words) = words {
                    self.remark(column, &words);
                }
            }
        }
        (petitioner, group_size)
    }

    fn group_column(&mut self) -> Option<u32> {
        let Some(words) = self.cell(Column::GroupSize).map(str::to_owned) else {
            return self.cell(Column::Kind).and_then(people_in);
        };
        let digits: String = words.chars().take_while(char::is_ascii_digit).collect();
        let size = digits.parse().ok().filter(|size| *size >= 1);
        self.kept(size.ok_or(Fault::UnreadableGroupSize(words)))
    }

    /// A number that identifies; one that can't be right stays as a remark, for it does not bar the petition.
    fn number<T>(&mut self, column: Column, parse: fn(&str) -> Option<T>) -> Option<T> {
        let words = self.cell(column)?.to_owned();
        let number = parse(&words);
        if number.is_none() {
            self.remark(column, &words);
        }
        number
    }

    fn assigning_document(&mut self, year: Option<i32>) -> Option<DocumentMention> {
        let dated = self.day(Column::AssigningDate, year);
        let words = self.text(Column::AssigningDocument);
        let quoted = words.as_deref().map(|words| document::mention(words, year)).transpose();
        let document = self.quoted(Column::AssigningDocument, quoted)?;
        if let (Some(document), Some(words)) = (&document, &words)
            && (document.is_none() || document::says_more(words, year))
        {
            self.remark(Column::AssigningDocument, words);
        }
        match document.flatten() {
            Some(DocumentMention { number, dated: Some(day) }) => {
                let day = self.plausible(Column::AssigningDocument, day, &date::written(day));
                Some(DocumentMention { number, dated: Some(self.kept(day)?) })
            }
            Some(DocumentMention { number, dated: None }) => {
                Some(DocumentMention { number, dated })
            }
            None => dated.map(|_| DocumentMention { number: String::new(), dated }),
        }
    }

    fn outcome(&mut self, year: Option<i32>) -> Option<Outcome> {
        let dated = self.day(Column::ResultDate, year);
        let words = self.text(Column::Result);
        let quoted = words.as_deref().map(|words| document::outcome(words, year)).transpose();
        let outcome = self.quoted(Column::Result, quoted)?;
        if let (Some(outcome), Some(words)) = (&outcome, &words)
            && (outcome.is_none() || document::says_more(words, year))
        {
            self.remark(Column::Result, words);
        }
        let Some(mut outcome) = outcome.flatten() else {
            let document = DocumentMention { number: String::new(), dated };
            return dated.map(|_| Outcome { kind: ResultKind::Reply, document });
        };
        outcome.document.dated = outcome.document.dated.or(dated);
        if let Some(day) = outcome.document.dated {
            let plausible = self.plausible(Column::Result, day, &date::written(day));
            self.kept(plausible)?;
        }
        Some(outcome)
    }

    fn quoted<T>(&mut self, column: Column, quoted: Result<T, WrongDay>) -> Option<T> {
        self.kept(quoted.map_err(|(why, words)| why.fault(column, &words)))
    }

    /// What the officer's columns say, folded; of the columns that no field holds only short remarks.
    fn officer_says(&self) -> Vec<Vec<String>> {
        let columns = [Column::Note, Column::Result, Column::Mode, Column::Unit];
        let known = columns.iter().filter_map(|column| self.cell(*column));
        let others = self.row.others.iter().map(|(_, words)| words.as_str());
        known.chain(others.filter(|words| words.len() <= 60)).map(text::folded_words).collect()
    }

    fn remember_the_rest(&mut self) {
        if let Some(words) = self.text(Column::Field) {
            self.remark(Column::Field, &words);
        }
        for (header, words) in &self.row.others {
            self.remarks.push(Remark { about: About::Header(header.clone()), text: words.clone() });
        }
    }
}

/// "Khiếu nại (5 người)": books that keep the number of people beside the kind.
fn people_in(kind: &str) -> Option<u32> {
    let words = text::folded_words(kind);
    let pair = words.windows(2).find(|pair| matches!(pair[1].as_str(), "nguoi" | "ho"))?;
    pair[0].parse().ok().filter(|people| *people >= 1)
}

/// Words in a column of days that are clearly meant as none: no digit, or a span of days.
fn is_no_day(words: &str) -> bool {
    let folded = text::folded_words(words);
    !words.chars().any(|c| c.is_ascii_digit())
        || matches!(folded.as_slice(), [number, unit, ..] if number.parse::<u16>().is_ok() && unit == "ngay")
}
